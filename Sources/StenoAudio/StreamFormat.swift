#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What comes through a pipe.
public enum StreamFormat: Sendable, Equatable {
    /// A container that names its own format. WAV with plain samples is read as it arrives, all others to their
    /// end first.
    case container
    /// Samples without a header.
    case raw(RawEncoding, sampleRate: SampleRate, channelCount: Int = 1)
}

/// Finds out what a pipe delivers and makes a source of it.
func openStream(
    _ input: consuming InputDescriptor, name: String, format: StreamFormat
) throws(AudioError) -> any SampleSource & ~Copyable {
    switch format {
    case .raw(let encoding, let rate, let channels):
        return PCMStream(input, name: name, encoding: encoding, sampleRate: rate, channelCount: channels)
    case .container:
        return try openContainer(input, name: name)
    }
}

private func openContainer(
    _ input: consuming InputDescriptor, name: String
) throws(AudioError) -> any SampleSource & ~Copyable {
    var bytes: [UInt8] = []
    var parsed = WAVHeader.Parsed.moreBytesNeeded
    while parsed == .moreBytesNeeded, bytes.count < headerLimit {
        let more = try readAvailable(input.number, atMost: 4096, name: name)
        bytes += more
        if more.isEmpty { break }
        // Four bytes tell a WAV from the rest.
        if bytes.count >= 4 { parsed = WAVHeader.parse(bytes) }
    }
    if bytes.isEmpty { throw .empty(name: name) }
    if case .header(let header) = parsed, let encoding = header.encoding {
        return PCMStream(
            input, name: name, encoding: encoding, sampleRate: header.sampleRate,
            channelCount: header.channelCount, beginning: Array(bytes[header.dataOffset...]),
            byteCount: header.dataLength)
    }
    return try AudioFile(owning: spool(input.number, after: bytes, name: name), name: name)
}

/// Notes and pictures may stand before the samples; a longer header is no header.
private let headerLimit = 1 << 24

extension InputDescriptor {
    init(opening path: String, name: String) throws(AudioError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(name: name, reason: lastSystemError()) }
        self.init(number: descriptor, isOwned: true)
    }
}
