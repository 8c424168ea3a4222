/// Who speaks: an enrolled person's name or a label given during the stream, such as `Speaker 1`.
public struct SpeakerID: RawRepresentable, Hashable, Sendable, Codable {
    /// The name as people read it.
    public let rawValue: String

    /// A speaker called `rawValue`.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// A speaker called `name`.
    public init(_ name: String) {
        self.init(rawValue: name)
    }
}

extension SpeakerID: ExpressibleByStringLiteral, CustomStringConvertible {
    /// A speaker named by a literal.
    public init(stringLiteral name: String) {
        self.init(rawValue: name)
    }

    /// The name.
    public var description: String { rawValue }
}

extension SpeakerID: Comparable {
    /// By name.
    public static func < (a: SpeakerID, b: SpeakerID) -> Bool {
        a.rawValue < b.rawValue
    }
}
