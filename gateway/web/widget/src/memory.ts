// What outlives the page: the visitor's token and what he wrote that is not acknowledged. A browser that keeps nothing
// (private mode, a full disk) has a visitor for as long as the page is open.

export interface Unsent {
  id: string;
  text: string;
}

interface Kept {
  token: string;
  unsent: Unsent[];
  readAt: number;
}

const nothing: Kept = { token: "", unsent: [], readAt: 0 };
const unsentMax = 100;

export class Memory {
  private kept: Kept;

  constructor(private readonly key: string) {
    this.kept = this.read();
  }

  get token(): string {
    return this.kept.token;
  }

  set token(token: string) {
    this.kept = { ...this.read(), token };
    this.write();
  }

  /** The time of the newest answer that he has read. */
  get readAt(): number {
    return this.kept.readAt;
  }

  set readAt(readAt: number) {
    this.kept = { ...this.read(), readAt };
    this.write();
  }

  get unsent(): readonly Unsent[] {
    return this.kept.unsent;
  }

  /** False if there is no room for more. */
  add(message: Unsent): boolean {
    this.kept = this.read();
    if (this.kept.unsent.length >= unsentMax) return false;
    this.kept.unsent.push(message);
    this.write();
    return true;
  }

  settle(id: string): void {
    this.kept = this.read();
    this.kept.unsent = this.kept.unsent.filter((one) => one.id !== id);
    this.write();
  }

  forget(): void {
    this.kept = nothing;
    this.write();
  }

  /** Another window may have written since. */
  private read(): Kept {
    try {
      const text = localStorage.getItem(this.key);
      const found = text === null ? this.kept : (JSON.parse(text) as Partial<Kept>);
      const unsent = Array.isArray(found?.unsent) ? [...found.unsent] : [];
      return { token: String(found?.token ?? ""), unsent, readAt: Number(found?.readAt) || 0 };
    } catch {
      return this.kept ?? nothing;
    }
  }

  private write(): void {
    try {
      localStorage.setItem(this.key, JSON.stringify(this.kept));
    } catch {
      // Kept for as long as the page.
    }
  }
}
