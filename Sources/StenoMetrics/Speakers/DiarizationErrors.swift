package import StenoTranscript

/// How long a diarization is wrong, and in which way.
package struct DiarizationErrors: Hashable, Sendable {
    /// How long the reference's speakers talk, those who talk at once counted each.
    package var speech = Duration.zero
    /// Speakers of the reference that nobody stands for.
    package var missed = Duration.zero
    /// Speakers of the hypothesis where fewer talk.
    package var falseAlarm = Duration.zero
    /// Speech given to the wrong speaker.
    package var confusion = Duration.zero
    /// The Jaccard error of each speaker of the reference.
    package var speakerErrors: [Double] = []
    /// How many recordings are in it, and in how many of them the number of speakers is right.
    package var recordings = 0
    package var recordingsWithRightSpeakerCount = 0

    /// No recording.
    package init() {}

    /// The diarization error rate: wrong time as a fraction of the speech. Where nobody speaks it is 0 without errors
    /// and infinite with them.
    package var rate: Double {
        let wrong = missed + falseAlarm + confusion
        return wrong == .zero ? 0 : wrong.inSeconds / speech.inSeconds
    }

    /// The Jaccard error rate: the mean over speakers of what they share with the speaker that stands for them,
    /// taken from 1. Every speaker weighs the same however little he says (DIHARD II).
    package var jaccardRate: Double {
        speakerErrors.isEmpty ? 0 : speakerErrors.reduce(0, +) / Double(speakerErrors.count)
    }

    /// The errors of two sets of recordings together.
    package static func + (a: DiarizationErrors, b: DiarizationErrors) -> DiarizationErrors {
        var sum = a
        sum.speech += b.speech
        sum.missed += b.missed
        sum.falseAlarm += b.falseAlarm
        sum.confusion += b.confusion
        sum.speakerErrors += b.speakerErrors
        sum.recordings += b.recordings
        sum.recordingsWithRightSpeakerCount += b.recordingsWithRightSpeakerCount
        return sum
    }
}

extension DiarizationErrors {
    /// Scores one recording, under the pairing of speakers that makes them agree for the longest time.
    package init(
        reference: [SpeakerTurn], hypothesis: [SpeakerTurn], scoring: DiarizationScoring = .init()
    ) {
        let timeline = SpeakerTimeline(reference: reference, hypothesis: hypothesis, scoring: scoring)
        let mapping = Assignment.greatest(timeline.coOccurrence)
        self.init()
        for stretch in timeline.stretches {
            let (said, heard) = (stretch.reference.count, stretch.hypothesis.count)
            let right = stretch.reference.count { speaker in
                mapping[speaker].map(stretch.hypothesis.contains) ?? false
            }
            speech += stretch.duration * said
            missed += stretch.duration * max(0, said - heard)
            falseAlarm += stretch.duration * max(0, heard - said)
            confusion += stretch.duration * (min(said, heard) - right)
        }
        speakerErrors = timeline.jaccardErrors(mapping)
        recordings = 1
        let isRight = timeline.referenceSpeakers.count == timeline.hypothesisSpeakers.count
        recordingsWithRightSpeakerCount = isRight ? 1 : 0
    }

    /// The speaker of the reference that each speaker of the hypothesis stands for.
    package static func mapping(
        reference: [SpeakerTurn], hypothesis: [SpeakerTurn], scoring: DiarizationScoring = .init()
    ) -> [SpeakerID: SpeakerID] {
        let timeline = SpeakerTimeline(reference: reference, hypothesis: hypothesis, scoring: scoring)
        let pairs = Assignment.greatest(timeline.coOccurrence).enumerated().compactMap { row, column in
            column.map { (timeline.hypothesisSpeakers[$0], timeline.referenceSpeakers[row]) }
        }
        return Dictionary(uniqueKeysWithValues: pairs)
    }
}

extension SpeakerTimeline {
    /// One less the time that a speaker of the reference and his partner share of the time that either talks; 1 for
    /// those without a partner. Speakers whose speech is not scored are left out.
    fileprivate func jaccardErrors(_ mapping: [Int?]) -> [Double] {
        mapping.indices.compactMap { speaker in
            var (either, both, own) = (Duration.zero, Duration.zero, Duration.zero)
            for stretch in stretches {
                let isSaid = stretch.reference.contains(speaker)
                let isHeard = mapping[speaker].map(stretch.hypothesis.contains) ?? false
                if isSaid { own += stretch.duration }
                if isSaid || isHeard { either += stretch.duration }
                if isSaid && isHeard { both += stretch.duration }
            }
            return own > .zero ? 1 - both.inSeconds / either.inSeconds : nil
        }
    }
}
