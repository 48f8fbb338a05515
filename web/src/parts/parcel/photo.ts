// Sends a photo as it is; the server makes it anew and names it.
import { Problem } from "../../lib/problem";

export async function sendPhoto(file: Blob): Promise<string> {
  const headers = { "x-mela": "1", "content-type": "application/octet-stream" };
  const answer = await fetch("/api/v1/photos", { method: "POST", headers, body: file }).catch(
    () => undefined,
  );
  if (!answer) throw new Problem("offline");
  const said = (await answer.json().catch(() => ({}))) as { photo?: string; code?: string };
  if (!answer.ok || !said.photo) throw new Problem((said.code as Problem["code"]) ?? "internal");
  return said.photo;
}
