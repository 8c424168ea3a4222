import StenoTensor

/// One item of a batch: an utterance, or several said one after the other.
package struct TrainingExample: Equatable, Sendable {
    /// Indices into the training set, in the order they are heard.
    package var utterances: [Int]
    /// Silence before the first, between neighbors and after the last, in seconds; all of it is filled with whatever
    /// noise the recipe adds.
    package var pauses: [Double]

    /// Seconds of audio, before speed perturbation.
    package func duration(_ durations: [Double]) -> Double {
        utterances.reduce(0) { $0 + durations[$1] } + pauses.reduce(0, +)
    }
}

/// Joins utterances into longer strings.
///
/// A corpus of single words teaches a model nothing about the next word; strings made afresh in every epoch do.
package struct Concatenation: Codable, Equatable, Sendable {
    /// How likely an utterance begins a string instead of standing alone.
    package var probability = 0.0
    /// The most utterances in a string.
    package var longest = 8
    /// The most seconds in a string.
    package var maximumSeconds = 15.0
    /// Pauses between utterances, in seconds: the least and the most.
    package var pauseSeconds = [0.0, 0.5]
    /// Silence before and after every example, joined or not.
    package var edgeSeconds = [0.0, 0.0]
    /// Whether all utterances of a string are by one speaker.
    package var sameSpeaker = true

    package init() {}

    enum CodingKeys: String, CodingKey {
        case probability, longest
        case maximumSeconds = "max_seconds"
        case pauseSeconds = "pause_seconds"
        case edgeSeconds = "edge_seconds"
        case sameSpeaker = "same_speaker"
    }

    /// The examples of one epoch; every utterance occurs in exactly one.
    ///
    /// - Parameters:
    ///   - durations: Seconds of each utterance.
    ///   - speakers: Who says each; utterances without a speaker are joined with each other.
    ///   - seed: With `epoch` fixes all that is random.
    package func examples(durations: [Double], speakers: [String?], seed: UInt64, epoch: Int)
        -> [TrainingExample]
    {
        var random = SeededGenerator(seed: seed).fork(epoch).fork(1)
        let order = durations.indices.shuffled(using: &random)
        guard sameSpeaker else { return joined(order, durations, &random) }
        let groups = Dictionary(grouping: order) { speakers[$0] ?? "" }
        return groups.keys.sorted().flatMap { joined(groups[$0] ?? [], durations, &random) }
    }

    private func joined(
        _ order: [Int], _ durations: [Double], _ random: inout SeededGenerator
    ) -> [TrainingExample] {
        var rest = order[...]
        var examples: [TrainingExample] = []
        while let first = rest.popFirst() {
            var example = TrainingExample(utterances: [first], pauses: [random.uniform(edgeSeconds)])
            let wanted = random.chance(probability) ? Int.random(in: 1...max(longest, 1), using: &random) : 1
            while example.utterances.count < wanted, let next = rest.first {
                let pause = random.uniform(pauseSeconds)
                guard example.duration(durations) + pause + durations[next] <= maximumSeconds else { break }
                example.utterances.append(next)
                example.pauses.append(pause)
                rest.removeFirst()
            }
            example.pauses.append(random.uniform(edgeSeconds))
            examples.append(example)
        }
        return examples
    }
}
