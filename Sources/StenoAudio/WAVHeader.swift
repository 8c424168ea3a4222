/// What stands before the samples of a WAV file or stream (RIFF and RF64, low byte first).
struct WAVHeader: Equatable {
    /// The code of the samples; nil for one that only libsndfile decodes (ADPCM, GSM …).
    let encoding: RawEncoding?
    let channelCount: Int
    let sampleRate: SampleRate
    /// Where the samples start.
    let dataOffset: Int
    /// The bytes of samples; nil when whoever wrote a stream could not know it.
    let dataLength: Int?

    enum Parsed: Equatable {
        case header(WAVHeader)
        case moreBytesNeeded
        case notWAV
    }

    /// Reads a header from the first bytes of a source.
    static func parse(_ bytes: [UInt8]) -> Parsed {
        var cursor = ByteCursor(bytes: bytes)
        guard let container = cursor.text(4), cursor.little(UInt32.self) != nil, let kind = cursor.text(4)
        else {
            return "RIFF".utf8.starts(with: bytes.prefix(4)) || "RF64".utf8.starts(with: bytes.prefix(4))
                ? .moreBytesNeeded : .notWAV
        }
        guard container == "RIFF" || container == "RF64", kind == "WAVE" else { return .notWAV }
        return parseChunks(&cursor)
    }

    private static func parseChunks(_ cursor: inout ByteCursor) -> Parsed {
        var format: Format?
        var longLength: Int?
        while let name = cursor.text(4), let length = cursor.little(UInt32.self) {
            let start = cursor.offset
            switch name {
            case "fmt ":
                guard cursor.remaining >= length else { return .moreBytesNeeded }
                format = Format(&cursor, length: Int(length))
                if format == nil { return .notWAV }
            case "ds64":
                guard cursor.little(UInt64.self) != nil, let bytes = cursor.little(UInt64.self) else {
                    return .moreBytesNeeded
                }
                longLength = Int(exactly: bytes)
            case "data":
                guard let format else { return .notWAV }
                return .header(format.header(dataOffset: start, length: length, longLength: longLength))
            default: break
            }
            // Chunks are padded to an even length.
            cursor.offset = start + Int(length) + Int(length & 1)
        }
        return .moreBytesNeeded
    }
}

/// The chunk that says how samples are stored.
private struct Format {
    let encoding: RawEncoding?
    let channelCount: Int
    let sampleRate: SampleRate

    init?(_ cursor: inout ByteCursor, length: Int) {
        let start = cursor.offset
        guard length >= 16, var code = cursor.little(UInt16.self), let channels = cursor.little(UInt16.self),
            let rate = cursor.little(UInt32.self), cursor.little(UInt32.self) != nil,
            cursor.little(UInt16.self) != nil, let bits = cursor.little(UInt16.self),
            channels > 0, rate > 0
        else { return nil }
        if code == 0xFFFE, length >= 26 {
            // WAVE_FORMAT_EXTENSIBLE: the true code is the start of the sub-format's GUID.
            cursor.offset = start + 24
            code = cursor.little(UInt16.self) ?? code
        }
        channelCount = Int(channels)
        sampleRate = SampleRate(hertz: Int(rate))
        encoding =
            switch (code, bits) {
            case (1, 8): .u8
            case (1, 16): .s16le
            case (1, 24): .s24le
            case (1, 32): .s32le
            case (3, 32): .f32le
            case (6, 8): .alaw
            case (7, 8): .mulaw
            default: nil
            }
    }

    /// Programs that write to a pipe put 0, 0xFFFFFFFF (ffmpeg) or 0x7FFFF000 and more (sox) for "until the end".
    func header(dataOffset: Int, length: UInt32, longLength: Int?) -> WAVHeader {
        let known = length > 0 && length < 0x7FFF_F000
        return WAVHeader(
            encoding: encoding, channelCount: channelCount, sampleRate: sampleRate, dataOffset: dataOffset,
            dataLength: longLength ?? (known ? Int(length) : nil))
    }
}
