// Waiting with a limit. Nothing in the oracle waits without one.

const TICK = 30;

/** The first truthy value of `probe`, asked again and again. */
export async function until(probe, what, ms = 20_000) {
  const end = Date.now() + ms;
  for (;;) {
    const value = await probe();
    if (value) return value;
    if (Date.now() > end) throw new Error(`timed out after ${ms} ms: ${what}`);
    await new Promise(go => setTimeout(go, TICK));
  }
}

/** People who wait for something that arrives: each probe is asked at once, and again whenever `ring` is called. */
export class Bell {
  #waiting = new Set();

  ring() {
    for (const look of [...this.#waiting]) look();
  }

  wait(probe, what, ms = 20_000) {
    return new Promise((found, lost) => {
      const leave = then => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        then();
      };
      const look = () => {
        try {
          const value = probe();
          if (value) leave(() => found(value));
        } catch (e) {
          leave(() => lost(e));
        }
      };
      const timer = setTimeout(() => leave(() => lost(new Error(`timed out after ${ms} ms: ${what()}`))), ms);
      this.#waiting.add(look);
      look();
    });
  }
}
