import StenoMetrics
import StenoTranscript
import Testing

struct DiarizationTests {
    struct Turn: Decodable {
        let turn: SpeakerTurn

        init(from decoder: any Decoder) throws {
            var values = try decoder.unkeyedContainer()
            let speaker = SpeakerID(try values.decode(String.self))
            turn = SpeakerTurn(
                speaker: speaker, time: range(try values.decode(Double.self), try values.decode(Double.self)))
        }
    }

    struct Case: Decodable {
        let reference: [Turn]
        let hypothesis: [Turn]
        let regions: [[Double]]
        let collar: Double
        let skipOverlap: Bool
        let pyannote: [Double]
        let jer: Double
        let mdEval: [Double]

        var errors: DiarizationErrors {
            DiarizationErrors(
                reference: reference.map(\.turn), hypothesis: hypothesis.map(\.turn),
                scoring: .init(
                    collar: .seconds(collar), overlap: skipOverlap ? .skipped : .scored,
                    regions: regions.map { range($0[0], $0[1]) }))
        }
    }

    func parts(_ errors: DiarizationErrors) -> [Double] {
        [errors.speech, errors.missed, errors.falseAlarm, errors.confusion].map(\.inSeconds)
    }

    func largestGap(_ a: [Double], _ b: [Double]) -> Double {
        zip(a, b).map { abs($0 - $1) }.max() ?? .infinity
    }

    @Test(
        "speech, missed, false alarm and confusion are those of pyannote.metrics, and so is the Jaccard error rate"
    )
    func pyannote() throws {
        for (index, example) in try Fixtures.json("diarization.json", as: [Case].self).enumerated() {
            let errors = example.errors
            #expect(largestGap(parts(errors), example.pyannote) < 1e-6, "case \(index)")
            #expect(abs(errors.jaccardRate - example.jer) < 1e-6, "case \(index)")
        }
    }

    @Test("they are those of md-eval too, but for its pairing of speakers when overlap is skipped")
    func mdEval() throws {
        for (index, example) in try Fixtures.json("diarization.json", as: [Case].self).enumerated() {
            let ours = parts(example.errors)
            // md-eval prints two decimals.
            #expect(largestGap(Array(ours[..<3]), Array(example.mdEval[..<3])) < 0.0051, "case \(index)")
            // It pairs speakers by all their speech even when only a part is scored, so it may confuse more.
            let confusion = example.mdEval[3] - ours[3]
            #expect(example.skipOverlap ? confusion > -0.0051 : abs(confusion) < 0.0051, "case \(index)")
        }
    }

    let reference = [
        SpeakerTurn(speaker: "a", time: range(0, 10)), SpeakerTurn(speaker: "b", time: range(10, 20)),
    ]

    @Test("labels do not matter, only who is who")
    func labels() {
        let renamed = [
            SpeakerTurn(speaker: "x", time: range(10, 20)), SpeakerTurn(speaker: "y", time: range(0, 10)),
        ]
        #expect(DiarizationErrors(reference: reference, hypothesis: renamed).rate == 0)
        #expect(DiarizationErrors.mapping(reference: reference, hypothesis: renamed) == ["x": "b", "y": "a"])
    }

    @Test("always the same speaker is wrong about the other half")
    func oneSpeaker() {
        let errors = DiarizationErrors(
            reference: reference, hypothesis: [SpeakerTurn(speaker: "x", time: range(0, 20))])
        #expect(errors.confusion == .seconds(10))
        #expect(errors.rate == 0.5)
        #expect(errors.jaccardRate == 0.75)
        #expect(errors.recordingsWithRightSpeakerCount == 0)
    }

    @Test("a collar forgives what is near a boundary of the reference")
    func collar() {
        let late = reference.map {
            SpeakerTurn(speaker: $0.speaker, time: $0.time.shifted(by: .milliseconds(200)))
        }
        #expect(DiarizationErrors(reference: reference, hypothesis: late).rate > 0)
        #expect(
            DiarizationErrors(
                reference: reference, hypothesis: late, scoring: .init(collar: .milliseconds(250))
            ).rate == 0)
    }

    @Test("recordings add up, and silence against silence is no error")
    func sums() {
        let right = DiarizationErrors(reference: reference, hypothesis: reference)
        let nothing = DiarizationErrors(reference: reference, hypothesis: [])
        #expect((right + nothing).rate == 0.5)
        #expect((right + nothing).jaccardRate == 0.5)
        #expect((right + nothing).recordings == 2)
        #expect(DiarizationErrors(reference: [], hypothesis: []).rate == 0)
        #expect(DiarizationErrors(reference: [], hypothesis: reference).rate == .infinity)
    }

    @Test("the protocol is said in words")
    func protocolText() {
        #expect(
            DiarizationScoring(collar: .milliseconds(250), overlap: .skipped).protocolText
                == "collar 0.25 s on each side, overlap skipped")
    }
}
