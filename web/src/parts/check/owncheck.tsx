// Camera and microphone, which stay off until somebody asks: the picture, a level that moves, or what is wrong.
import { useEffect, useRef, useState } from "preact/hooks";
import "../../words/camera";
import { Camera } from "../../lib/camera";
import { t } from "../../lib/i18n";
import { listen } from "../../lib/selfcheck";
import { Finding } from "./finding";

const HEARD = 0.12;

export function OwnCheck() {
  const [camera] = useState(() => new Camera());
  const video = useRef<HTMLVideoElement>(null);
  const [level, setLevel] = useState(0);
  const [heard, setHeard] = useState(false);
  const stream = camera.stream.value;
  const fault = camera.fault.value;
  useEffect(() => {
    if (video.current) video.current.srcObject = stream ?? null;
    if (!stream?.getAudioTracks().length) return;
    setHeard(false);
    return listen(stream, now => {
      setLevel(now);
      if (now > HEARD) setHeard(true);
    });
  }, [stream]);
  useEffect(() => () => camera.close(), [camera]);
  return (
    <section class="check" aria-labelledby="own">
      <h2 id="own">{t("check.own")}</h2>
      <p>{t("check.own.about")}</p>
      {fault && (
        <div role="alert">
          <p class="verdict">{t(`camera.${fault}`)}</p>
          <p>{t(`camera.${fault}.help`)}</p>
        </div>
      )}
      {stream && (
        <>
          <video ref={video} playsInline autoPlay muted aria-label={t("check.own")} />
          <ul class="findings" aria-live="polite">
            <Finding name={t("check.own.sees")} said="" standing="good" />
            <Finding
              name={t(heard ? "check.own.hears" : "check.own.speak")}
              said=""
              standing={heard ? "good" : "trying"}
            />
          </ul>
          <meter aria-label={t("check.level")} min={0} max={1} value={level} />
        </>
      )}
      <button
        type="button"
        class={stream ? "button" : "button strong"}
        onClick={() => (stream ? camera.close() : void camera.open())}
      >
        {t(stream ? "check.own.stop" : fault ? "camera.again" : "check.own.start")}
      </button>
    </section>
  );
}
