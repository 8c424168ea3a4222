/// What a model is asked to say for every frame of audio.
public enum RecognizerUnits: String, Hashable, Sendable, CaseIterable {
    /// What the transcripts it learned from are written in: letters or pieces of words. It can spell any word.
    case spelling
    /// Phonemes, which a pronouncing dictionary makes into words, and a language model into one of those that sound
    /// alike. Only words of the dictionary can be heard, and those better than by their spelling.
    case phonemes
}
