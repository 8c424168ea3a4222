import Foundation
import StenoAudio
import StenoFeatures
import StenoTensor

/// Features of a file as another program can read them: little-endian floats, `[T, F]`.
struct FeatureDump {
    private let configuration: URL
    private let audio: URL
    private let output: URL

    init(arguments: ArraySlice<String>) throws {
        let paths = arguments.map { URL(filePath: $0) }
        guard paths.count == 3 else { throw CocoaError(.fileReadInvalidFileName) }
        (configuration, audio, output) = (paths[0], paths[1], paths[2])
    }

    func run() throws {
        let options = try JSONDecoder().decode(
            FeatureConfiguration.self, from: Data(contentsOf: configuration))
        let extractor = try FeatureExtractor(options)
        var reader = try AudioReader(at: audio, sampleRate: extractor.sampleRate)
        let features = extractor.features(of: try reader.readAll()).array
        let bytes = features.flatMap { withUnsafeBytes(of: $0.bitPattern.littleEndian, Array.init) }
        try Data(bytes).write(to: output, options: .atomic)
    }
}
