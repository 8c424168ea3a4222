/// The bytes of samples that a file's header declares.
///
/// libsndfile quietly corrects a declared length by the length of the file, so a truncated WAV, AIFF, AU, W64 or
/// SPHERE file looks whole to it; this looks at the header itself.
struct DeclaredData: Equatable {
    let offset: Int
    let byteCount: Int

    init(offset: Int, byteCount: Int) {
        self.offset = offset
        self.byteCount = byteCount
    }

    /// Reads the first bytes of a file; nil when they declare no length that this knows how to read.
    init?(header bytes: [UInt8]) {
        let cursor = ByteCursor(bytes: bytes)
        let found = wav(bytes) ?? aiff(cursor) ?? au(cursor) ?? w64(cursor) ?? sphere(bytes)
        guard let found, found.offset >= 0, found.byteCount > 0 else { return nil }
        self = found
    }

    /// The frames a whole file would have, when the part that is there has so many.
    func declaredFrames(whenPresent frames: Int, fileSize: Int) -> Int {
        let present = fileSize - offset
        guard present > 0, present < byteCount else { return frames }
        return Int((Double(frames) * Double(byteCount) / Double(present)).rounded())
    }
}

private func wav(_ bytes: [UInt8]) -> DeclaredData? {
    guard case .header(let header) = WAVHeader.parse(bytes), let length = header.dataLength else {
        return nil
    }
    return DeclaredData(offset: header.dataOffset, byteCount: length)
}

/// Apple's AIFF and AIFF-C: big-endian chunks; `SSND` starts with an offset and a block size.
private func aiff(_ start: ByteCursor) -> DeclaredData? {
    var cursor = start
    guard cursor.text(4) == "FORM", cursor.big(UInt32.self) != nil, let kind = cursor.text(4),
        kind == "AIFF" || kind == "AIFC"
    else { return nil }
    while let name = cursor.text(4), let length = cursor.big(UInt32.self) {
        if name == "SSND" { return DeclaredData(offset: cursor.offset + 8, byteCount: Int(length) - 8) }
        cursor.offset += Int(length) + Int(length & 1)
    }
    return nil
}

/// Sun's AU: a length of 0xFFFFFFFF means that it is not known.
private func au(_ start: ByteCursor) -> DeclaredData? {
    var cursor = start
    guard cursor.text(4) == ".snd", let offset = cursor.big(UInt32.self),
        let length = cursor.big(UInt32.self),
        length != .max
    else { return nil }
    return DeclaredData(offset: Int(offset), byteCount: Int(length))
}

/// Sony's W64: chunks named by 16 bytes, with 64-bit lengths that count their own 24 bytes, padded to 8.
private func w64(_ start: ByteCursor) -> DeclaredData? {
    var cursor = start
    guard cursor.text(4) == "riff", cursor.bytes.count >= 40 else { return nil }
    cursor.offset = 40
    while let name = cursor.text(4), cursor.text(12) != nil, let raw = cursor.little(UInt64.self),
        let length = Int(exactly: raw), length >= 24, length < 1 << 60
    {
        if name == "data" { return DeclaredData(offset: cursor.offset, byteCount: length - 24) }
        cursor.offset += (length - 24 + 7) / 8 * 8
    }
    return nil
}

/// NIST SPHERE: a text header of 1024 bytes (or what its second line says) with one `name -type value` a line.
private func sphere(_ bytes: [UInt8]) -> DeclaredData? {
    let text = String(decoding: bytes.prefix(1024), as: UTF8.self)
    let lines = text.split(separator: "\n")
    guard lines.first == "NIST_1A", lines.count > 1, let offset = Int(lines[1].filter { $0 != " " }) else {
        return nil
    }
    func value(_ name: String) -> Int? {
        lines.first { $0.hasPrefix(name + " -i ") }.flatMap { Int($0.split(separator: " ")[2]) }
    }
    guard let count = value("sample_count"), let size = value("sample_n_bytes"), size > 0, size <= 8,
        let channels = value("channel_count"), channels > 0, channels <= 1024, count > 0, count < 1 << 40
    else { return nil }
    return DeclaredData(offset: offset, byteCount: count * size * channels)
}
