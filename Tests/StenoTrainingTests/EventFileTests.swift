import Foundation
import StenoTestSupport
import StenoTraining
import Testing

/// `Fixtures/tensorboard.py` opens the same bytes with the tensorboard package and finds the same scalars.
@Suite("TensorBoard event file")
struct EventFileTests {
    @Test("the bytes are those the tensorboard package was shown to read")
    func bytes() throws {
        let folder = try TemporaryFolder()
        let begun = Date(timeIntervalSince1970: 1_700_000_000)
        let events = try EventFile(in: folder.url, begun: begun)
        try events.append(["loss": 2.5, "dev_wer": 0.125], step: 300, at: begun + 60)
        try events.append(["loss": 1.5], step: 1_000_000, at: begun + 120)
        #expect(events.file.lastPathComponent == "events.out.tfevents.1700000000.steno")
        let fixture = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Fixtures/events.out.tfevents.1700000000.steno")
        #expect(try Data(contentsOf: events.file) == Data(contentsOf: fixture))
    }
}
