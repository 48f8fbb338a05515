// The organizer's door.
import { t } from "../../lib/i18n";
import { me } from "../../lib/who";
import { Masthead } from "../masthead";
import { Motif } from "../motif";
import { PasswordForm } from "../passwordform";

export function PasswordDoor() {
  return (
    <>
      <Masthead mine={false} cart={false} />
      <main class="desk-door" id="main">
        <Motif kind="stone" seed={3} />
        <h1>{t("desk.door")}</h1>
        <PasswordForm
          send={t("desk.enter")}
          onIn={who => {
            me.value = who;
          }}
        />
      </main>
    </>
  );
}
