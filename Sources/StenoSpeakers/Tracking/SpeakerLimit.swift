/// How many people may speak in a stream or file.
public enum SpeakerLimit: Hashable, Codable, Sendable {
    /// As many as are heard, twenty at most, so that state stays bounded.
    case open
    /// Any number up to this one.
    case atMost(Int)
    /// Exactly this number, as far as that many are heard.
    case exactly(Int)

    /// The largest number of people.
    var most: Int {
        switch self {
        case .open: 20
        case .atMost(let count), .exactly(let count): max(1, count)
        }
    }

    /// The smallest number of people.
    var least: Int {
        if case .exactly(let count) = self { max(1, count) } else { 1 }
    }
}
