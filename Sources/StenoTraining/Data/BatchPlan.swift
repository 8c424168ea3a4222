import StenoTensor

/// Which utterances are trained on together, epoch by epoch.
///
/// Utterances of like length share a batch, so that little padding is computed, and a batch holds a bounded amount of
/// audio, so that its memory and its time are bounded. The plan of an epoch is a function of the seed and the epoch:
/// a resumed run takes it up at the batch where it stopped.
package struct BatchPlan: Sendable {
    /// The most seconds of audio in one batch, padding counted.
    package var maximumSeconds: Double
    /// The most utterances in one batch.
    package var maximumCount: Int

    package init(maximumSeconds: Double, maximumCount: Int) {
        self.maximumSeconds = maximumSeconds
        self.maximumCount = maximumCount
    }

    /// Shuffled batches of indices into `durations` (seconds); every index occurs once. An utterance longer than a
    /// batch may be is a batch of its own.
    package func batches(of durations: [Double], seed: UInt64, epoch: Int) -> [[Int]] {
        var random = SeededGenerator(seed: seed).fork(epoch)
        // Sorting with a little noise keeps lengths together and still makes other neighbors in every epoch.
        let keys = durations.map { $0 * Double.random(in: 0.9...1.1, using: &random) }
        let order = durations.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
        return filled(order, durations).shuffled(using: &random)
    }

    /// Batches in order of length, for passes that must not depend on chance.
    package func batches(inOrderOfLength durations: [Double]) -> [[Int]] {
        filled(durations.indices.sorted { (durations[$0], $0) < (durations[$1], $1) }, durations)
    }

    private func filled(_ order: [Int], _ durations: [Double]) -> [[Int]] {
        var batches: [[Int]] = []
        var batch: [Int] = []
        var longest = 0.0
        for index in order {
            let padded = max(longest, durations[index]) * Double(batch.count + 1)
            if !batch.isEmpty, padded > maximumSeconds || batch.count == maximumCount {
                batches.append(batch)
                batch = []
                longest = 0
            }
            batch.append(index)
            longest = max(longest, durations[index])
        }
        return batch.isEmpty ? batches : batches + [batch]
    }
}
