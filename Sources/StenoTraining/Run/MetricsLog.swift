package import Foundation

/// One line of `metrics.jsonl`: a stretch of steps or an epoch in numbers.
package struct MetricsRecord: Codable, Equatable, Sendable {
    package enum Event: String, Codable, Sendable {
        case steps, epoch
    }

    package var event: Event
    /// Optimizer steps done.
    package var step: Int
    /// The epoch under way, or just finished, from 1.
    package var epoch: Int
    /// What a resumed run repeats exactly: `loss`, `learning_rate`, `gradient_norm`, `dev_loss`, `dev_wer` …
    package var values: [String: Double]
    /// What no run repeats: `audio_seconds_per_second`, `elapsed_seconds`.
    package var timing: [String: Double]

    package init(
        event: Event, step: Int, epoch: Int, values: [String: Double], timing: [String: Double] = [:]
    ) {
        self.event = event
        self.step = step
        self.epoch = epoch
        self.values = values
        self.timing = timing
    }
}

/// `metrics.jsonl`: a line for every record, readable while training goes on.
package struct MetricsLog: Sendable {
    package let file: URL

    package init(file: URL) {
        self.file = file
    }

    /// The records so far. A last line that a kill cut short is left out.
    package func records() -> [MetricsRecord] {
        guard let data = try? Data(contentsOf: file) else { return [] }
        return data.split(separator: UInt8(ascii: "\n")).compactMap {
            try? JSONDecoder().decode(MetricsRecord.self, from: $0)
        }
    }

    /// Forgets what lies after a checkpoint: those steps are about to be done again.
    package func rewind(toStep step: Int) throws(TrainingError) {
        do {
            let kept = try records().filter { $0.step <= step }.map(line)
            try Data(kept.joined()).write(to: file, options: .atomic)
        } catch {
            throw .unwritable(file: file.path, reason: error.localizedDescription)
        }
    }

    package func append(_ record: MetricsRecord) throws(TrainingError) {
        do {
            let handle = try FileHandle(forUpdating: file)
            defer { try? handle.close() }
            try handle.seekToEnd()
            try handle.write(contentsOf: line(record))
        } catch {
            throw .unwritable(file: file.path, reason: error.localizedDescription)
        }
    }

    private func line(_ record: MetricsRecord) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return try encoder.encode(record) + [UInt8(ascii: "\n")]
    }
}
