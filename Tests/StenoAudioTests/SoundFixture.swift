import CSndFile
import Foundation
import StenoTestSupport
import Testing

/// Containers and codes that libsndfile writes, to be read back.
enum WrittenFormat: String, CaseIterable {
    case wav16, wav24, wavFloat, wavMuLaw, wavALaw, wavADPCM, wavExtensible, rf64
    case flac, vorbis, opus, mp3, aiff, au, sphere, w64, caf, voc

    var code: Int {
        switch self {
        case .wav16: SF_FORMAT_WAV | SF_FORMAT_PCM_16
        case .wav24: SF_FORMAT_WAV | SF_FORMAT_PCM_24
        case .wavFloat: SF_FORMAT_WAV | SF_FORMAT_FLOAT
        case .wavMuLaw: SF_FORMAT_WAV | SF_FORMAT_ULAW
        case .wavALaw: SF_FORMAT_WAV | SF_FORMAT_ALAW
        case .wavADPCM: SF_FORMAT_WAV | SF_FORMAT_IMA_ADPCM
        case .wavExtensible: SF_FORMAT_WAVEX | SF_FORMAT_PCM_16
        case .rf64: SF_FORMAT_RF64 | SF_FORMAT_PCM_16
        case .flac: SF_FORMAT_FLAC | SF_FORMAT_PCM_16
        case .vorbis: SF_FORMAT_OGG | SF_FORMAT_VORBIS
        case .opus: SF_FORMAT_OGG | SF_FORMAT_OPUS
        case .mp3: SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III
        case .aiff: SF_FORMAT_AIFF | SF_FORMAT_PCM_16
        case .au: SF_FORMAT_AU | SF_FORMAT_PCM_16
        case .sphere: SF_FORMAT_NIST | SF_FORMAT_PCM_16
        case .w64: SF_FORMAT_W64 | SF_FORMAT_PCM_16
        case .caf: SF_FORMAT_CAF | SF_FORMAT_PCM_16
        case .voc: SF_FORMAT_VOC | SF_FORMAT_PCM_16
        }
    }

    /// How far a 440 Hz sine of amplitude 0.5 may come back from what was written.
    var tolerance: Float {
        switch self {
        case .wav24, .wavFloat: 1e-6
        case .wavMuLaw, .wavALaw: 0.02
        case .wavADPCM: 0.03
        case .vorbis, .opus, .mp3: 0.08
        default: 1e-4
        }
    }
}

/// Writes interleaved samples with libsndfile itself.
func writeSound(
    _ samples: [Float], as format: WrittenFormat, rate: Int = 48_000, channels: Int = 1, to url: URL
) throws {
    var info = SF_INFO()
    info.samplerate = CInt(rate)
    info.channels = CInt(channels)
    info.format = CInt(format.code)
    let file = try #require(sf_open(url.path, CInt(SFM_WRITE), &info), "libsndfile cannot write \(format)")
    sf_write_float(file, samples, sf_count_t(samples.count))
    sf_close(file)
}

/// The bytes of a WAV file with 16-bit samples whose header says whatever a test wants.
func wavBytes(_ samples: [Int16], rate: Int = 16_000, channels: Int = 1, declaredBytes: UInt32? = nil) -> Data
{
    var data = Data()
    func append<Number: FixedWidthInteger>(_ number: Number) {
        withUnsafeBytes(of: number.littleEndian) { data.append(contentsOf: $0) }
    }
    let length = declaredBytes ?? UInt32(samples.count * 2)
    data.append(contentsOf: "RIFF".utf8)
    append(length &+ 36)
    data.append(contentsOf: "WAVEfmt ".utf8)
    append(UInt32(16))
    append(UInt16(1))
    append(UInt16(channels))
    append(UInt32(rate))
    append(UInt32(rate * channels * 2))
    append(UInt16(channels * 2))
    append(UInt16(16))
    data.append(contentsOf: "data".utf8)
    append(length)
    samples.forEach { append($0) }
    return data
}

/// A sine as 16-bit samples.
func integerSine(seconds: Double, rate: Int = 16_000) -> [Int16] {
    Signal.sine(hertz: 440, seconds: seconds, sampleRate: rate).map { Int16($0 * 32_767) }
}
