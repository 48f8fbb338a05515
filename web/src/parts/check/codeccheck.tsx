// Which pictures and sound this browser can show.
import { t } from "../../lib/i18n";
import { type Codecs, codecsOf } from "../../lib/selfcheck";
import { Finding } from "./finding";

const NONE: Codecs = { h264: false, vp8: false, opus: false };

export function CodecCheck() {
  const can = "RTCRtpReceiver" in globalThis ? codecsOf(RTCRtpReceiver) : NONE;
  const some = can.h264 || can.vp8;
  const verdict = can.h264 && can.vp8 && can.opus ? "good" : some && can.opus ? "some" : "none";
  return (
    <section class="check" aria-labelledby="codecs">
      <h2 id="codecs">{t("check.video")}</h2>
      <ul class="findings">
        {(["h264", "vp8", "opus"] as const).map(c => (
          <Finding
            key={c}
            name={t(`check.show.${c}`)}
            said={t(can[c] ? "check.yes" : "check.missing")}
            standing={can[c] ? "good" : "bad"}
          />
        ))}
      </ul>
      <p class="verdict">{t(`check.codecs.${verdict}`)}</p>
    </section>
  );
}
