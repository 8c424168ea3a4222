/// How much of a transcript stands on the screen at once.
///
/// The defaults are what television and streaming services ask of Latin scripts: two lines of 42 characters, at most
/// seven seconds.
public struct SubtitleOptions: Hashable, Sendable {
    /// The most characters in a line, the speaker's name not counted. A longer word has a line to itself.
    public var maximumLineLength = 42
    /// The most lines in a cue.
    public var maximumLines = 2
    /// The longest time a cue stays. A longer word has a cue to itself.
    public var maximumDuration = Duration.seconds(7)
    /// Whether WebVTT marks when each word starts, so that players can highlight it (`::cue(:past)`).
    public var highlightsWords = false

    /// The defaults.
    public init() {}
}
