// What an embedder needs besides `Recognizer`: audio in, options, and the transcript's types.
@_exported public import StenoAudio
@_exported public import StenoDecoding
@_exported public import StenoLanguageModel
@_exported public import StenoTranscript
