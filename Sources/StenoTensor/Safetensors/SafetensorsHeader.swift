import FoundationEssentials

/// The header of a safetensors file: 8 bytes of length, then JSON that says where each tensor lies.
/// Format: https://huggingface.co/docs/safetensors
struct SafetensorsHeader {
    /// One tensor: what it holds and where, in bytes from the end of the header.
    struct Entry: Codable {
        var dtype: ElementType
        var shape: [Int]
        var dataOffsets: [Int]

        enum CodingKeys: String, CodingKey {
            case dtype, shape
            case dataOffsets = "data_offsets"
        }

        /// Bytes that the shape and the element type ask for; `nil` when that many cannot be counted.
        var byteCount: Int? {
            var bytes = dtype.byteCount
            for extent in shape {
                let (product, overflow) = bytes.multipliedReportingOverflow(by: extent)
                if extent < 0 || overflow { return nil }
                bytes = product
            }
            return bytes
        }
    }

    /// The longest header the format allows.
    static let longest = 100_000_000

    var entries: [String: Entry] = [:]
    var metadata: [String: String] = [:]
}

extension SafetensorsHeader {
    /// Reads the JSON and checks that the tensors fill the data, each byte once.
    ///
    /// - Parameter dataBytes: How many bytes follow the header.
    init(json: Data, dataBytes: Int) throws(SafetensorsFault) {
        guard json.first == UInt8(ascii: "{") else {
            throw SafetensorsFault("its header does not begin with {")
        }
        let members: Members
        do {
            members = try JSONDecoder().decode(Members.self, from: json)
        } catch {
            throw SafetensorsFault("its header is not the JSON of the format (\(Self.reason(of: error)))")
        }
        (entries, metadata) = (members.entries, members.metadata)
        try checkLayout(dataBytes: dataBytes)
    }

    /// Tensors sorted by where they lie must follow one another without gap or overlap up to the end of the file.
    private func checkLayout(dataBytes: Int) throws(SafetensorsFault) {
        var end = 0
        for (name, entry) in entries.sorted(by: { Self.lies($0, before: $1) }) {
            guard entry.dataOffsets.count == 2, let bytes = entry.byteCount else {
                throw SafetensorsFault("tensor \(name) has no sound shape or data_offsets")
            }
            let (first, last) = (entry.dataOffsets[0], entry.dataOffsets[1])
            guard first == end else {
                throw SafetensorsFault(
                    "tensor \(name) begins at byte \(first) of the data where \(end) is due")
            }
            guard last >= first, last - first == bytes else {
                throw SafetensorsFault(
                    "tensor \(name) of shape \(entry.shape) needs \(bytes) bytes but spans \(first) to \(last)"
                )
            }
            end = last
        }
        guard end == dataBytes else {
            throw SafetensorsFault(
                "its tensors take \(end) bytes of data and the file has \(dataBytes) (truncated?)")
        }
    }

    private static func lies(_ a: (key: String, value: Entry), before b: (key: String, value: Entry)) -> Bool
    {
        a.value.dataOffsets.lexicographicallyPrecedes(b.value.dataOffsets)
    }

    private static func reason(of error: any Error) -> String {
        guard let error = error as? DecodingError else { return "\(error)" }
        switch error {
        case .dataCorrupted(let context), .keyNotFound(_, let context), .typeMismatch(_, let context),
            .valueNotFound(_, let context):
            let path = context.codingPath.map(\.stringValue).joined(separator: ".")
            return path.isEmpty ? context.debugDescription : "\(path): \(context.debugDescription)"
        @unknown default: return "\(error)"
        }
    }
}

/// What is wrong with a file's contents; the reader adds the file's name.
struct SafetensorsFault: Error {
    let reason: String

    init(_ reason: String) {
        self.reason = reason
    }
}

/// The header's JSON object: tensors by name, and metadata under one reserved name.
private struct Members: Decodable {
    var entries: [String: SafetensorsHeader.Entry] = [:]
    var metadata: [String: String] = [:]

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        for key in container.allKeys {
            if key.stringValue == "__metadata__" {
                metadata = try container.decode([String: String].self, forKey: key)
            } else {
                entries[key.stringValue] = try container.decode(SafetensorsHeader.Entry.self, forKey: key)
            }
        }
    }
}
