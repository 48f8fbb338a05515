// A photo on its way to the server: made smaller on the phone first, so that a weak network carries it, then sent with progress.
import { Problem } from "./problem";

const SIDE_MAX = 1600;
const QUALITY = 0.85;
const TIMEOUT_MS = 120_000;

/** Where a photo is, in one of its sizes: s 320, m 800, l 1600 pixels on the longer side. */
export const photoUrl = (hash: string, size: "s" | "m" | "l") => `/photos/${hash}-${size}.webp`;

function toJpeg(source: CanvasImageSource, width: number, height: number): Promise<Blob | null> {
  const scale = Math.min(1, SIDE_MAX / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext("2d")?.drawImage(source, 0, 0, canvas.width, canvas.height);
  return new Promise(done => canvas.toBlob(done, "image/jpeg", QUALITY));
}

/** A picture from the phone's folder or camera. What the browser cannot read goes as it is: the server says no in words. */
export async function shrunk(file: Blob): Promise<Blob> {
  try {
    const bitmap = await createImageBitmap(file);
    const small = await toJpeg(bitmap, bitmap.width, bitmap.height);
    bitmap.close();
    return small ?? file;
  } catch {
    return file;
  }
}

/** The picture that a video shows now. */
export async function frameOf(stream: MediaStream): Promise<Blob | null> {
  const video = document.createElement("video");
  video.muted = true;
  video.playsInline = true;
  video.srcObject = new MediaStream(stream.getVideoTracks());
  try {
    await video.play();
    return await toJpeg(video, video.videoWidth, video.videoHeight);
  } catch {
    return null;
  } finally {
    video.srcObject = null;
  }
}

function problemIn(request: XMLHttpRequest): Problem {
  try {
    const doc = JSON.parse(request.responseText) as { code?: string };
    return new Problem(doc.code ?? "internal", undefined, undefined, request.status);
  } catch {
    return new Problem("internal", undefined, undefined, request.status);
  }
}

/** Sends bytes and tells how far it is, 0 … 1; fetch cannot say that of what it sends. */
export function upload<T>(path: string, bytes: Blob, onProgress: (part: number) => void): Promise<T> {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/v1${path}`);
    request.setRequestHeader("x-mela", "1");
    request.setRequestHeader("content-type", "application/octet-stream");
    request.timeout = TIMEOUT_MS;
    request.upload.onprogress = e => e.lengthComputable && onProgress(e.loaded / e.total);
    request.onerror = () => fail(new Problem("offline"));
    request.ontimeout = () => fail(new Problem("timeout"));
    request.onload = () =>
      request.status < 300 ? done(JSON.parse(request.responseText) as T) : fail(problemIn(request));
    request.send(bytes);
  });
}

export const sendPhoto = (bytes: Blob, onProgress: (part: number) => void) =>
  upload<{ photo: string; width: number; height: number }>("/photos", bytes, onProgress);
