/// How samples without a container are stored.
public enum RawEncoding: String, CaseIterable, Sendable, Codable {
    /// Unsigned 8-bit integers, as in 8-bit WAV files.
    case u8
    /// Signed 16-bit integers, low byte first.
    case s16le
    /// Signed 24-bit integers, low byte first.
    case s24le
    /// Signed 32-bit integers, low byte first.
    case s32le
    /// 32-bit IEEE floats, low byte first, full scale ±1.
    case f32le
    /// ITU-T G.711 µ-law, the telephone code of North America and Japan.
    case mulaw
    /// ITU-T G.711 A-law, the telephone code of the rest of the world.
    case alaw

    /// The bytes of one sample.
    public var byteCount: Int {
        switch self {
        case .u8, .mulaw, .alaw: 1
        case .s16le: 2
        case .s24le: 3
        case .s32le, .f32le: 4
        }
    }

    /// Decodes whole samples to full scale ±1; a part of a sample at the end is left out.
    public func samples(of bytes: some RandomAccessCollection<UInt8>) -> [Float] {
        bytes.withContiguousStorageIfAvailable { decode($0) } ?? Array(bytes).withUnsafeBufferPointer(decode)
    }

    private func decode(_ bytes: UnsafeBufferPointer<UInt8>) -> [Float] {
        let raw = UnsafeRawBufferPointer(bytes)
        func map(_ sample: (_ offset: Int) -> Float) -> [Float] {
            (0..<bytes.count / byteCount).map { sample($0 * byteCount) }
        }
        return switch self {
        case .u8: map { (Float(bytes[$0]) - 128) / 128 }
        case .s16le:
            map { Float(Int16(littleEndian: raw.loadUnaligned(fromByteOffset: $0, as: Int16.self))) / 0x8000 }
        case .s24le:
            map {
                let low = UInt32(bytes[$0]) << 8 | UInt32(bytes[$0 + 1]) << 16
                return Float(Int32(bitPattern: low | UInt32(bytes[$0 + 2]) << 24)) / 0x8000_0000
            }
        case .s32le:
            map {
                Float(Int32(littleEndian: raw.loadUnaligned(fromByteOffset: $0, as: Int32.self)))
                    / 0x8000_0000
            }
        case .f32le:
            map {
                Float(
                    bitPattern: UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: $0, as: UInt32.self)))
            }
        case .mulaw: map { decodeMuLaw(bytes[$0]) }
        case .alaw: map { decodeALaw(bytes[$0]) }
        }
    }
}

/// ITU-T G.711, table 2: sign, three bits of exponent, four of mantissa, all inverted.
private func decodeMuLaw(_ code: UInt8) -> Float {
    let bits = ~code
    let magnitude = ((Int(bits & 0x0F) << 3) + 0x84) << Int((bits & 0x70) >> 4) - 0x84
    return Float(bits & 0x80 == 0 ? magnitude : -magnitude) / 0x8000
}

/// ITU-T G.711, table 1: sign, three bits of exponent, four of mantissa, every second bit inverted.
private func decodeALaw(_ code: UInt8) -> Float {
    let bits = code ^ 0x55
    let exponent = Int((bits & 0x70) >> 4)
    let mantissa = Int(bits & 0x0F) << 4 + 8
    let magnitude = exponent == 0 ? mantissa : (mantissa + 0x100) << (exponent - 1)
    return Float(bits & 0x80 == 0 ? -magnitude : magnitude) / 0x8000
}
