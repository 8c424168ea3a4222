import StenoTranscript

/// Half a second of speech or less, cut out of a stretch between two pauses.
struct SpeechSlice: Sendable {
    /// In frames of 10 ms from the start of the stream.
    var frames: Range<Int>
    var speech: PooledSpeech

    var time: TimeRange {
        TimeRange(start: .milliseconds(10 * frames.lowerBound), end: .milliseconds(10 * frames.upperBound))
    }
}

extension [SpeechSlice] {
    /// The slices as what is given to speakers.
    func units(by embedder: SpeakerEmbedder) -> SpeechUnits {
        let pauses = indices.map { index in
            index == 0 ? 0 : Float(self[index].frames.lowerBound - self[index - 1].frames.upperBound) / 100
        }
        return SpeechUnits(map(\.speech), pause: pauses, by: embedder)
    }

    /// The turns of all who speak in some of the slices, slice by slice.
    func turns(
        in range: Range<Int>, by companions: Companions, _ names: inout VoiceNames
    ) -> [SpeakerTurn] {
        range.flatMap { index in
            companions.speakers(of: index).map { voice in
                SpeakerTurn(speaker: names.name(of: voice, in: companions.voices), time: self[index].time)
            }
        }
    }
}

/// Finds speech in a stream and cuts it into slices, each given out once its frame-level features are known.
struct SliceStream: Sendable {
    /// Frames of 10 ms in a full slice.
    private static let length = 50
    /// Samples that are worked through at once: 100 ms, however the stream arrives.
    private static let block = 1_600
    private static let samplesPerFrame = 160
    /// Frames by which the network's features lag behind the signal.
    private static let networkLag = 48

    private var frames: SpeakerFrames
    private var gate: SpeechGate
    private var waiting: [Float] = []
    /// Where the next slice of the open stretch begins.
    private var cut = 0
    /// Slices whose features are not known yet.
    private var bare: [Range<Int>] = []
    private var frameCount = 0

    init(_ embedder: SpeakerEmbedder) {
        frames = SpeakerFrames(embedder, memory: .seconds(10), detecting: true)
        gate = SpeechProbabilities.gate(for: embedder.activity)
    }

    /// - Parameter samples: The next samples at 16 kHz.
    /// - Returns: For every 100 ms of the stream the slices that became known then, and the frame it ends with.
    mutating func accept(_ samples: [Float]) -> [(frame: Int, slices: [SpeechSlice])] {
        waiting += samples
        var results: [(frame: Int, slices: [SpeechSlice])] = []
        var start = 0
        while start + Self.block <= waiting.count {
            hear(Array(waiting[start..<start + Self.block]))
            frameCount += Self.block / Self.samplesPerFrame
            results.append((frameCount, known(until: frameCount - Self.networkLag)))
            start += Self.block
        }
        waiting.removeFirst(start)
        return results
    }

    /// Ends the stream and returns the slices that are left.
    mutating func finish() -> [SpeechSlice] {
        hear(waiting)
        waiting = []
        decide(frames.finish())
        if let last = gate.finish() { cutUp(last, isClosed: true) }
        return known(until: .max)
    }

    private mutating func hear(_ samples: [Float]) {
        decide(frames.accept(samples))
    }

    private mutating func decide(_ probabilities: [Float]) {
        for closed in gate.accept(probabilities) { cutUp(closed, isClosed: true) }
        if let open = gate.openStretch { cutUp(open, isClosed: false) }
    }

    private mutating func cutUp(_ stretch: Range<Int>, isClosed: Bool) {
        cut = max(cut, stretch.lowerBound)
        while stretch.upperBound - cut >= Self.length || (isClosed && stretch.upperBound > cut) {
            let end = min(cut + Self.length, stretch.upperBound)
            bare.append(cut..<end)
            cut = end
        }
    }

    private mutating func known(until frame: Int) -> [SpeechSlice] {
        let ready = bare.prefix { $0.upperBound <= frame }
        bare.removeFirst(ready.count)
        return ready.map { range in
            let time = TimeRange(
                start: .milliseconds(10 * range.lowerBound), end: .milliseconds(10 * range.upperBound))
            return SpeechSlice(frames: range, speech: frames.detectedSpeech(in: time))
        }
    }
}
