// A file is chosen by a button in the words of the page; the browser's own speaks the browser's language.
import { useState } from "preact/hooks";

interface Props {
  words: string;
  accept: string;
  onFile: (file: File) => void;
}

export function FileButton({ words, accept, onFile }: Props) {
  const [chosen, setChosen] = useState("");
  return (
    <label class="button file-button">
      {words}
      {chosen && <small>{chosen}</small>}
      <input
        class="unseen"
        type="file"
        accept={accept}
        onChange={e => {
          const input = e.currentTarget;
          const file = input.files?.[0];
          if (!file) return;
          setChosen(file.name);
          onFile(file);
          input.value = ""; // the same file, put right, may be chosen again
        }}
      />
    </label>
  );
}
