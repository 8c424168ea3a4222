import Foundation
import StenoAudio
import StenoFeatures
import StenoTensor

/// The filterbank that acoustic models hear, from samples in memory to rows in memory.
struct FilterbankBenchmark {
    private let audio: URL
    private let count: Int

    init(arguments: ArraySlice<String>) throws {
        var arguments = arguments
        audio = URL(filePath: arguments.popFirst() ?? "")
        count = arguments.popFirst() == "--repeat" ? Int(arguments.popFirst() ?? "") ?? 7 : 7
    }

    func run() throws {
        let recording = try AudioFile(at: audio).read()
        let extractor = try FeatureExtractor(FbankOptions())
        let seconds = recording.duration / .seconds(1)
        let shape = "fbank80 povey \(Int(seconds)) s \(recording.sampleRate)"
        var checksum: Float = 0
        let whole = Measurement(section: "frontend", name: "steno (whole file)", shape: shape, count: count) {
            checksum += extractor.features(of: recording).elements[7]
        }
        try whole.printRate(amount: seconds, unit: "x real time")
        let pieces = try Measurement(
            section: "frontend", name: "steno (100 ms pieces)", shape: shape, count: count
        ) {
            var stream = try extractor.makeStream()
            for start in stride(from: 0, to: recording.samples.count, by: 1_600) {
                let end = min(start + 1_600, recording.samples.count)
                let rows = stream.accept(Array(recording.samples[start..<end]))
                if rows.shape.count > 7 { checksum += rows.elements[7] }
            }
        }
        try pieces.printRate(amount: seconds, unit: "x real time")
        precondition(checksum.isFinite, "features of speech are numbers")
    }
}
