// Asks before something that cannot be taken back.
import { t } from "../lib/i18n";
import { Sheet } from "./sheet";

interface Props {
  title: string;
  why: string;
  yes: string;
  no?: string;
  onYes: () => void;
  onNo: () => void;
}

export function ConfirmSheet({ title, why, yes, no = t("cancel"), onYes, onNo }: Props) {
  return (
    <Sheet title={title} onClose={onNo}>
      <div class="form">
        <p>{why}</p>
        <button type="button" class="button strong wide" onClick={onYes}>
          {yes}
        </button>
        <button type="button" class="button wide" onClick={onNo}>
          {no}
        </button>
      </div>
    </Sheet>
  );
}
