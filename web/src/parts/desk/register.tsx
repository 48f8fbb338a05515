// The register of districts with the evidence behind each entry. Grade C rests on memory alone: it carries
// no mark of origin and is to be confirmed before it is printed anywhere.
import { useState } from "preact/hooks";
import { get } from "../../lib/api";
import { name, number, t } from "../../lib/i18n";
import type { District, Page } from "../../lib/wire";
import { Failure } from "../failure";
import { useLoad } from "../hooks";
import { Filter, named } from "./filter";
import { FindInput, hasText } from "./findinput";

export function Grade({ grade, gi }: { grade: string; gi: boolean }) {
  return (
    <>
      <span class={`tag grade-${grade.toLowerCase()}`}>{t(`desk.grade.${grade}`)}</span>
      {gi && <span class="tag">{t("lobby.gi")}</span>}
    </>
  );
}

export function Register() {
  const list = useLoad(() => get<Page<District>>("/desk/districts"), []);
  const [wanted, setWanted] = useState("");
  const [grade, setGrade] = useState("");
  const all = list.data?.items ?? [];
  const shown = all.filter(
    d => (!grade || d.grade === grade) && hasText([d.name.en, d.name.hi, d.product.en, d.product.hi], wanted),
  );
  return (
    <>
      <div class="head">
        <h1>{t("desk.register", all.length)}</h1>
        <FindInput wanted={wanted} onWanted={setWanted} />
        <Filter
          label={t("desk.grade")}
          value={grade}
          options={[["", t("desk.all")], ...named(["A", "B", "C"], g => t(`desk.grade.${g}`))]}
          set={setGrade}
        />
      </div>
      <Failure problem={list.problem} onRetry={list.again} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by key */}
      <section class="sheetlike cards-on-phone register" tabIndex={0} aria-label={t("desk.part.register")}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("desk.col.district")}</th>
              <th scope="col">{t("desk.col.product")}</th>
              <th scope="col">{t("desk.grade")}</th>
              <th scope="col" class="figure">
                {t("desk.col.booths")}
              </th>
              <th scope="col" class="figure">
                {t("desk.col.products")}
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map(d => (
              <tr key={d.code}>
                <th scope="row">{name(d.name)}</th>
                <td>{name(d.product)}</td>
                <td>
                  <Grade grade={d.grade} gi={!!d.gi} />
                </td>
                <td class="figure" data-of={t("desk.col.booths")}>
                  {number(d.booths)}
                </td>
                <td class="figure" data-of={t("desk.col.products")}>
                  {number(d.products)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}
