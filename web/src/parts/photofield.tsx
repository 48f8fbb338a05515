// The photos of a product: from the camera or the folder, made smaller, sent at once, with what is under way.
import { useState } from "preact/hooks";
import { number, t } from "../lib/i18n";
import { photoUrl, sendPhoto, shrunk } from "../lib/photo";
import { useAttempt } from "./attempt";
import { Failure } from "./failure";
import { Icon } from "./icon";

const PHOTOS_MAX = 8;

interface Props {
  photos: { photo: string }[];
  set: (photos: { photo: string }[]) => void;
}

export function PhotoField({ photos, set }: Props) {
  const [part, setPart] = useState<number>();
  const { problem, run, fail } = useAttempt();
  const add = (files: FileList | null) =>
    run(async () => {
      let all = photos;
      for (const file of Array.from(files ?? []).slice(0, PHOTOS_MAX - photos.length)) {
        setPart(0);
        try {
          const { photo } = await sendPhoto(await shrunk(file), setPart);
          all = [...all.filter(p => p.photo !== photo), { photo }];
          set(all);
        } catch (e) {
          fail(e);
        }
      }
      setPart(undefined);
    });
  return (
    <div class="photo-field">
      <ul class="photo-row">
        {photos.map((p, i) => (
          <li key={p.photo}>
            <img class="photo" src={photoUrl(p.photo, "s")} alt={t("catalogue.photo.n", i + 1)} />
            <button
              type="button"
              class="round-button"
              aria-label={t("catalogue.photo.drop", i + 1)}
              onClick={() => set(photos.filter(x => x !== p))}
            >
              <Icon name="close" />
            </button>
          </li>
        ))}
      </ul>
      {part !== undefined && (
        <p role="status">
          <progress value={part} max={1} aria-label={t("catalogue.photo.sending")} />{" "}
          {number(Math.round(part * 100))} %
        </p>
      )}
      <Failure problem={problem} />
      {photos.length < PHOTOS_MAX && (
        <label class="button">
          <input
            type="file"
            class="unseen"
            accept="image/jpeg,image/png,image/webp"
            multiple
            disabled={part !== undefined}
            onChange={e => {
              const input = e.currentTarget;
              void add(input.files).then(() => {
                input.value = "";
              });
            }}
          />
          {t(photos.length ? "catalogue.photo.more" : "catalogue.photo.add")}
        </label>
      )}
    </div>
  );
}
