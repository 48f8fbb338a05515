// No camera: why, and what to do about it, step by step.
import "../../words/camera";
import type { Camera } from "../../lib/camera";
import { t } from "../../lib/i18n";
import { Icon } from "../icon";

export function CameraHelp({ camera }: { camera: Camera }) {
  const fault = camera.fault.value ?? "failed";
  return (
    <div class="standing help" role="alert">
      <Icon name="warn" />
      <p class="said">{t(`camera.${fault}`)}</p>
      <p>{t(`camera.${fault}.help`)}</p>
      <button type="button" class="button strong tall" onClick={() => void camera.open()}>
        {t("camera.again")}
      </button>
    </div>
  );
}
