/** The part of node-nlp 4 that `bench --peers` uses; it comes without types. */
declare module 'node-nlp' {
  export class NlpManager {
    constructor(settings: {
      readonly languages: readonly string[]
      readonly forceNER: boolean
      readonly autoSave: boolean
      readonly autoLoad: boolean
      readonly nlu: { readonly log: boolean }
    })
    addDocument(language: string, text: string, intent: string): void
    train(): Promise<void>
    /** `intent` is "None" when it knows no word; `score` is from 0 to 1. */
    process(language: string, text: string): Promise<{ readonly intent: string; readonly score: number }>
  }
}
