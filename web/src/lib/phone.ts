// How the phone itself fares, where the browser tells: battery, and how hard its processor has it.
export type Heat = "nominal" | "fair" | "serious" | "critical";

export interface PhoneState {
  battery_pct?: number;
  charging?: boolean;
  heat?: Heat;
}

/** The one thing to tell an artisan about the phone. */
export type PhoneHint = "battery" | "heat" | "slow";

const BATTERY_LOW = 15;
const PRESSURE_EVERY_MS = 2_000;

export function phoneHint(state: PhoneState, slowed: boolean): PhoneHint | undefined {
  if (state.battery_pct !== undefined && state.battery_pct <= BATTERY_LOW && !state.charging)
    return "battery";
  if (state.heat === "critical" || state.heat === "serious") return "heat";
  return slowed ? "slow" : undefined;
}

interface Battery {
  level: number;
  charging: boolean;
}
interface PressureObserver {
  observe(source: "cpu", options: { sampleInterval: number }): Promise<void>;
}
type PressureObserverMaker = new (told: (records: { state: Heat }[]) => void) => PressureObserver;

/** What browsers that tell nothing leave out stays undefined. */
export class Phone {
  private battery: Battery | undefined;
  private heat: Heat | undefined;

  constructor() {
    void this.findBattery();
    void this.feelHeat();
  }

  state(): PhoneState {
    const { battery, heat } = this;
    return {
      ...(battery ? { battery_pct: Math.round(battery.level * 100), charging: battery.charging } : {}),
      ...(heat ? { heat } : {}),
    };
  }

  private async findBattery(): Promise<void> {
    const ask = (navigator as { getBattery?: () => Promise<Battery> }).getBattery;
    this.battery = await ask?.call(navigator).catch(() => undefined);
  }

  /** Compute Pressure; it rises where a hot phone is slowed down too. */
  private async feelHeat(): Promise<void> {
    const Maker = (globalThis as { PressureObserver?: PressureObserverMaker }).PressureObserver;
    if (!Maker) return;
    const observer = new Maker(records => {
      this.heat = records.at(-1)?.state;
    });
    await observer.observe("cpu", { sampleInterval: PRESSURE_EVERY_MS }).catch(() => undefined);
  }
}
