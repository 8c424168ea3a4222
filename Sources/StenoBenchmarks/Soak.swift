import Foundation
import StenoAudio
import StenoTensor

/// An hour of speech through `steno stream`, whose memory must stay flat after the first minute.
///
/// The speech is one recording again and again, with pauses between, as fast as the program reads. Its resident memory
/// is sampled after every second of audio; printed is the highest of each minute of audio.
struct Soak {
    private let program: URL
    private let recording: AudioBuffer
    private let minutes: Int
    /// What the highest memory of a later minute may be above that of the first. What is in flight differs from minute
    /// to minute: an open sentence, 30 s of it at most, with its audio, features and hypotheses takes some megabytes.
    private static let allowedGrowth = 8.0

    init(arguments: ArraySlice<String>) throws {
        let arguments = Array(arguments)
        guard arguments.count >= 2 else { throw CocoaError(.fileReadInvalidFileName) }
        program = URL(filePath: arguments[0])
        recording = try AudioFile(at: URL(filePath: arguments[1])).read()
        minutes = arguments.count > 2 ? Int(arguments[2]) ?? 60 : 60
    }

    func run() throws {
        let (process, input) = (Process(), Pipe())
        process.executableURL = program
        process.arguments = [
            "stream", "--raw", "s16le", "--rate", "\(recording.sampleRate.hertz)", "--format", "jsonl",
        ]
        process.standardInput = input
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        let peaks = try feed(input.fileHandleForWriting) { residentMegabytes(of: process) }
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure("steno stream failed") }
        let growth = (peaks.dropFirst().max() ?? 0) - (peaks.first ?? 0)
        print("growth after the first minute: \(text(growth)) MB (allowed: \(text(Self.allowedGrowth)) MB)")
        if growth > Self.allowedGrowth { throw Failure("the memory of steno stream grows") }
    }

    /// Writes the audio second by second.
    ///
    /// - Returns: The highest memory of each minute.
    private func feed(_ input: FileHandle, memory: () -> Double) throws -> [Double] {
        var speech = EndlessSpeech(recording)
        var peaks: [Double] = []
        for minute in 1...minutes {
            var peak = 0.0
            for _ in 0..<60 {
                try input.write(contentsOf: speech.nextSecond())
                peak = max(peak, memory())
            }
            peaks.append(peak)
            print("minute \(minute): \(text(peak)) MB")
        }
        try input.close()
        return peaks
    }

    private func text(_ megabytes: Double) -> String { String(format: "%.1f", megabytes) }
}

/// A recording repeated with pauses of 0.2 to 3 s, as 16-bit samples.
private struct EndlessSpeech {
    private let recording: [Int16]
    private let rate: Int
    private var random = SeededGenerator(seed: 1)
    private var waiting: [Int16] = []

    init(_ audio: AudioBuffer) {
        recording = audio.samples.map { Int16(max(-32_768, min(32_767, ($0 * 32_768).rounded()))) }
        rate = audio.sampleRate.hertz
    }

    mutating func nextSecond() -> Data {
        while waiting.count < rate {
            let pause = Int.random(in: rate / 5...3 * rate, using: &random)
            waiting += recording + [Int16](repeating: 0, count: pause)
        }
        defer { waiting.removeFirst(rate) }
        return waiting.prefix(rate).withUnsafeBytes { Data($0) }
    }
}

/// The memory a process holds, from the second number of its `statm` (proc(5)), in pages.
private func residentMegabytes(of process: Process) -> Double {
    let file = "/proc/\(process.processIdentifier)/statm"
    let numbers = (try? String(contentsOfFile: file, encoding: .utf8))?.split(separator: " ") ?? []
    return numbers.count > 1 ? Double(numbers[1]).map { $0 * Double(getpagesize()) / 1e6 } ?? 0 : 0
}

private struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
