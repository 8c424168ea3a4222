import FoundationEssentials
import StenoJSON
import StenoTranscript

/// One line of a manifest as NeMo lays it out, before paths are resolved and defaults are filled in.
struct ManifestLine {
    var audioPath: String
    var offset: Double?
    var duration: Double
    var text: String
    var speaker: String?
    var id: String?
    var extra: [String: JSONValue] = [:]
}

extension ManifestLine: Codable {
    private struct Field: CodingKey, Hashable {
        var stringValue: String
        var intValue: Int? { nil }

        init(_ name: String) { stringValue = name }
        init(stringValue: String) { self.init(stringValue) }
        init?(intValue: Int) { nil }

        static let audioPath = Field("audio_filepath")
        static let duration = Field("duration")
        static let id = Field("id")
        static let offset = Field("offset")
        static let speaker = Field("speaker")
        static let text = Field("text")
        static let named: Set = [audioPath, duration, id, offset, speaker, text]
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Field.self)
        audioPath = try fields.decode(String.self, forKey: .audioPath)
        offset = try fields.decodeIfPresent(Double.self, forKey: .offset)
        duration = try fields.decode(Double.self, forKey: .duration)
        text = try fields.decode(String.self, forKey: .text)
        speaker = try fields.decodeIfPresent(NameOrNumber.self, forKey: .speaker)?.name
        id = try fields.decodeIfPresent(NameOrNumber.self, forKey: .id)?.name
        for field in fields.allKeys where !Field.named.contains(field) {
            extra[field.stringValue] = try fields.decode(JSONValue.self, forKey: field)
        }
    }

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Field.self)
        for (name, value) in extra { try fields.encode(value, forKey: Field(name)) }
        try fields.encode(audioPath, forKey: .audioPath)
        try fields.encodeIfPresent(offset, forKey: .offset)
        try fields.encode(duration, forKey: .duration)
        try fields.encode(text, forKey: .text)
        try fields.encodeIfPresent(speaker, forKey: .speaker)
        try fields.encodeIfPresent(id, forKey: .id)
    }
}

/// Speakers and utterances are often numbered: `"speaker": 19` means the same as `"speaker": "19"`.
private struct NameOrNumber: Decodable {
    var name: String

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        name = try (try? value.decode(String.self)) ?? String(value.decode(Int.self))
    }
}

extension ManifestLine {
    /// The line for an utterance in a manifest that lies in `folder`.
    init(_ utterance: Utterance, in folder: URL) {
        audioPath = utterance.audio.path(relativeTo: folder)
        offset = utterance.offset == .zero ? nil : utterance.offset.secondsOfWholeNanoseconds
        duration = utterance.duration.secondsOfWholeNanoseconds
        text = utterance.text
        speaker = utterance.speaker?.rawValue
        id = utterance.id
        extra = utterance.extra
    }

    /// The utterance the line describes, once its times have been found possible.
    func utterance(in folder: URL) -> Utterance {
        let audio = URL(filePath: audioPath, relativeTo: folder).absoluteURL.standardizedFileURL
        return Utterance(
            id: id ?? derivedID, audio: audio, offset: .nearest(seconds: offset ?? 0),
            duration: .nearest(seconds: duration), text: text,
            speaker: speaker.map(SpeakerID.init(rawValue:)),
            extra: extra)
    }

    /// What an utterance without an id is called: its recording as the manifest names it, and where it begins. The
    /// name alone would not do, since `anna/1.wav` and `bert/1.wav` are not the same.
    private var derivedID: String {
        let path = audioPath.withoutExtension
        guard let offset, offset > 0 else { return path }
        return "\(path)-\(offset)"
    }
}

extension URL {
    /// The path from `folder` when the file lies beneath it, so that both can be moved together; otherwise whole.
    fileprivate func path(relativeTo folder: URL) -> String {
        let whole = standardizedFileURL.path
        let prefix = folder.standardizedFileURL.path
        let separated = prefix.hasSuffix("/") ? prefix : prefix + "/"
        return whole.hasPrefix(separated) ? String(whole.dropFirst(separated.count)) : whole
    }
}
