import StenoAudio
import StenoSpeakers
import StenoTestSupport
import Testing

@Suite("Enrolment")
struct SpeakerEnrollmentTests {
    private func audio(_ samples: [Float]) -> AudioBuffer {
        AudioBuffer(samples: samples, sampleRate: .speech)
    }

    @Test("knows a person again, and tells how sure it is")
    func identification() throws {
        let embedder = try SyntheticSpeech.embedder()
        let voices = try SyntheticSpeech.people.enumerated().map { index, person in
            let enrollment = try embedder.enrollment(of: [
                audio(SyntheticSpeech.samples(of: person, seconds: 8))
            ])
            #expect(enrollment.warnings == [])
            return EnrolledVoice(name: "\(index)", embedding: enrollment.embedding)
        }
        for (index, person) in SyntheticSpeech.people.enumerated() {
            let other = audio(SyntheticSpeech.samples(of: person, seconds: 3, seed: 77))
            let matches = try embedder.identification(of: other, among: voices)
            #expect(matches.first?.name == "\(index)")
            #expect(matches.map(\.probability) == matches.map(\.probability).sorted(by: >))
        }
    }

    @Test("refuses less than a second of speech")
    func tooShort() throws {
        let embedder = try SyntheticSpeech.embedder()
        let short = audio(
            SyntheticSpeech.pause(seconds: 3)
                + SyntheticSpeech.samples(of: SyntheticSpeech.people[0], seconds: 0.5))
        #expect(throws: SpeakerError.self) { try embedder.enrollment(of: [short]) }
    }

    @Test("takes short recordings together, and warns when all of them are little")
    func together() throws {
        let embedder = try SyntheticSpeech.embedder()
        let words = (1...6).map {
            audio(SyntheticSpeech.samples(of: SyntheticSpeech.people[0], seconds: 0.5, seed: $0))
        }
        let enrollment = try embedder.enrollment(of: words)
        #expect(enrollment.speech > 2)
        #expect(enrollment.warnings == [.littleSpeech(seconds: enrollment.speech)])
    }

    @Test("warns of noise and of a second voice")
    func warnings() throws {
        let embedder = try SyntheticSpeech.embedder()
        let clean = SyntheticSpeech.samples(of: SyntheticSpeech.people[0], seconds: 8)
        let noisy = zip(clean, Signal.noise(seconds: 8, amplitude: 0.4)).map { $0 + $1 }
        let heard = try embedder.enrollment(of: [audio(noisy)])
        #expect(heard.warnings.contains { if case .noisy = $0 { true } else { false } })
        let two = clean + SyntheticSpeech.samples(of: SyntheticSpeech.people[1], seconds: 8)
        #expect(try embedder.enrollment(of: [audio(two)]).warnings == [.severalVoices])
    }
}
