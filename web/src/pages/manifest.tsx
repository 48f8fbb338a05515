// The sheet that goes with a pickup run: stop by stop, with a box for each hand-over.
import "../style/label.css";
import "../words/parcel";
import { get } from "../lib/api";
import { day, name, number, t, time } from "../lib/i18n";
import { addressLine, type Manifest } from "../lib/parcel";
import { loadMe } from "../lib/who";
import { Failure } from "../parts/failure";
import { useLoad } from "../parts/hooks";
import { Icon } from "../parts/icon";
import { Tongue } from "../parts/tongue";
import { boot, pathSlug } from "./boot";

const ZONE = "Asia/Kolkata"; // where the run drives

function ManifestPage() {
  const found = useLoad(() => get<Manifest>(`/desk/pickup-runs/${encodeURIComponent(pathSlug())}`), []);
  const m = found.data;
  return (
    <main class="manifest" id="main">
      <div class="row">
        <h1>{t("manifest.title")}</h1>
        <span class="no-print row">
          <Tongue />
          <button type="button" class="button strong" disabled={!m} onClick={() => print()}>
            <Icon name="print" />
            {t("label.print")}
          </button>
        </span>
      </div>
      <Failure problem={found.problem} onRetry={found.again} />
      {m && <p>{t("manifest.parcels", m.parcels)}</p>}
      {m && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by key
        <section class="sheetlike" tabIndex={0} aria-label={t("manifest.title")}>
          <table>
            <thead>
              <tr>
                {["from", "window", "parcel", "to", "given", "signed"].map(c => (
                  <th key={c} scope="col">
                    {t(`manifest.${c}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {m.stops.map(s => (
                <tr key={s.id}>
                  <th scope="row">
                    {name(s.maker)}
                    {s.from && <span class="small">{`${addressLine(s.from)} · ${s.from.phone}`}</span>}
                  </th>
                  <td>
                    {day(s.window_from, ZONE)} {time(s.window_from, ZONE)}–{time(s.window_until, ZONE)}
                  </td>
                  <td>
                    {s.number}
                    <span class="small">
                      {s.code}
                      {s.weight_g > 0 && ` · ${t("label.weight", number(s.weight_g))}`}
                    </span>
                  </td>
                  <td>{`${s.to.city} ${s.to.pin}`}</td>
                  <td class="box" />
                  <td class="line" />
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </main>
  );
}

void loadMe()
  .catch(() => undefined)
  .then(() => boot("manifest.title", () => <ManifestPage />));
