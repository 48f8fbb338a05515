// The phone's camera and microphone: opened once, turned round, taken away by a call and taken back.
// Publishing goes on over all of it; whoever publishes swaps the tracks when `stream` changes.
import { signal } from "@preact/signals";

export type Facing = "user" | "environment";
/** Why there is no picture, as `camera.<code>` says it. */
export type CameraFault = "refused" | "none" | "busy" | "insecure" | "failed";

const FPS_MAX = 24;
const SMALL = { width: { ideal: 640 }, height: { ideal: 480 } };
const LARGE = { width: { ideal: 1280, max: 1280 }, height: { ideal: 720, max: 720 } };

const FAULTS: Record<string, CameraFault> = {
  NotAllowedError: "refused",
  SecurityError: "refused",
  NotFoundError: "none",
  OverconstrainedError: "none",
  NotReadableError: "busy",
  AbortError: "busy",
};

export const faultOf = (e: unknown): CameraFault => FAULTS[(e as Error)?.name ?? ""] ?? "failed";

export class Camera {
  readonly stream = signal<MediaStream | undefined>(undefined);
  readonly fault = signal<CameraFault | undefined>(undefined);
  readonly facing = signal<Facing>("environment");
  readonly muted = signal(false);
  /** A call or another program has the camera; the phone gives it back by itself, or reopen() asks for it. */
  readonly interrupted = signal(false);
  private opening = false;

  /** `small` for a weak network or phone. */
  constructor(private readonly small = () => false) {}

  async open(): Promise<void> {
    if (this.opening) return;
    if (!navigator.mediaDevices?.getUserMedia) {
      this.fault.value = "insecure";
      return;
    }
    this.opening = true;
    try {
      const stream = await navigator.mediaDevices.getUserMedia({
        video: this.video(this.facing.peek()),
        audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
      });
      this.take(stream);
      this.fault.value = undefined;
    } catch (e) {
      this.fault.value = faultOf(e);
    }
    this.opening = false;
  }

  /** The other camera. Many phones open only one at a time, so the old one is let go first. */
  async flip(): Promise<void> {
    const stream = this.stream.peek();
    if (!stream || this.opening) return;
    this.opening = true;
    const before = this.facing.peek();
    const after: Facing = before === "user" ? "environment" : "user";
    for (const old of stream.getVideoTracks()) old.stop();
    const track = (await this.videoTrack(after)) ?? (await this.videoTrack(before));
    this.opening = false;
    if (track) this.take(new MediaStream([track, ...stream.getAudioTracks()]));
    else this.interrupted.value = true;
  }

  mute(muted: boolean): void {
    this.muted.value = muted;
    for (const track of this.stream.peek()?.getAudioTracks() ?? []) track.enabled = !muted;
  }

  /** After a call or a while in the background: new tracks where the old ones have ended. */
  async reopen(): Promise<void> {
    const tracks = this.stream.peek()?.getTracks() ?? [];
    if (tracks.length && tracks.every(t => t.readyState === "live" && !t.muted)) return;
    if (tracks.some(t => t.readyState === "ended")) await this.open();
  }

  close(): void {
    for (const track of this.stream.peek()?.getTracks() ?? []) track.stop();
    this.stream.value = undefined;
  }

  private video(facing: Facing): MediaTrackConstraints {
    const size = this.small() ? SMALL : LARGE;
    return { ...size, facingMode: { ideal: facing }, frameRate: { ideal: FPS_MAX, max: FPS_MAX } };
  }

  private async videoTrack(facing: Facing): Promise<MediaStreamTrack | undefined> {
    try {
      const found = await navigator.mediaDevices.getUserMedia({ video: this.video(facing) });
      this.facing.value = facing;
      return found.getVideoTracks()[0];
    } catch {
      return undefined;
    }
  }

  private take(stream: MediaStream): void {
    const old = this.stream.peek()?.getTracks() ?? [];
    for (const track of stream.getTracks()) {
      track.onended = () => this.note(stream);
      track.onmute = () => this.note(stream);
      track.onunmute = () => this.note(stream);
    }
    for (const track of stream.getAudioTracks()) track.enabled = !this.muted.peek();
    this.stream.value = stream;
    this.note(stream);
    for (const track of old) if (!stream.getTracks().includes(track)) track.stop();
  }

  private note(stream: MediaStream): void {
    if (stream !== this.stream.peek()) return;
    this.interrupted.value = stream.getTracks().some(t => t.readyState === "ended" || t.muted);
  }
}
