import Foundation
import StenoTensor
import StenoTestSupport
import Testing

@Suite("Safetensors")
struct SafetensorsTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func sample() -> SafetensorsWriter {
        var writer = SafetensorsWriter(metadata: ["format": "pt", "note": "a \"quoted\"\nline"])
        writer.add(Tensor([1, -2.5, .infinity], shape: [3]), named: "b")
        writer.add(int8: [-128, 0, 127], shape: [3, 1], named: "quantized")
        writer.add(Tensor([], shape: [0, 4]), named: "empty")
        writer.add(Tensor(7), named: "scalar")
        return writer
    }

    @Test("what is written is read back")
    func roundTrip() throws {
        let url = folder.file("model.safetensors")
        try sample().write(to: url)
        let file = try SafetensorsFile(at: url)
        #expect(file.names == ["b", "empty", "quantized", "scalar"])
        #expect(try file.tensor(named: "b").array == [1, -2.5, .infinity])
        #expect(try file.tensor(named: "empty").shape == [0, 4])
        #expect(try file.tensor(named: "scalar").item == 7)
        #expect(try file.int8Elements(named: "quantized") == [-128, 0, 127])
        #expect(file.metadata["note"] == "a \"quoted\"\nline")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["model.safetensors"])
    }

    @Test("half precision is widened")
    func halfPrecision() throws {
        let url = try file(
            header: #"{"h":{"dtype":"F16","shape":[4],"data_offsets":[0,8]},"#
                + #""b":{"dtype":"BF16","shape":[2],"data_offsets":[8,12]}}"#,
            data: [0x00, 0x3C, 0x00, 0xC0, 0x01, 0x00, 0x00, 0x7C, 0x80, 0x3F, 0x40, 0xC0])
        let file = try SafetensorsFile(at: url)
        #expect(try file.tensor(named: "h").array == [1, -2, 0x1p-24, .infinity])
        #expect(try file.tensor(named: "b").array == [1, -3])
    }

    @Test("a tensor that is missing or of another type is named")
    func wrongTensor() throws {
        let url = folder.file("model.safetensors")
        try sample().write(to: url)
        let file = try SafetensorsFile(at: url)
        #expect(throws: SafetensorsError.missing(name: "a", file: url)) { try file.tensor(named: "a") }
        #expect(throws: SafetensorsError.elementType(name: "quantized", found: "I8", file: url)) {
            try file.tensor(named: "quantized")
        }
        #expect(throws: SafetensorsError.elementType(name: "b", found: "F32", file: url)) {
            try file.int8Elements(named: "b")
        }
    }

    @Test("a file cut off anywhere is refused")
    func truncated() throws {
        let url = folder.file("model.safetensors")
        try sample().write(to: url)
        let whole = try Data(contentsOf: url)
        for count in 0..<whole.count {
            try whole.prefix(count).write(to: url)
            #expect(throws: SafetensorsError.self) { _ = try SafetensorsFile(at: url) }
        }
        try (whole + [0]).write(to: url)
        #expect(throws: SafetensorsError.self) { _ = try SafetensorsFile(at: url) }
    }

    @Test(
        "headers that contradict themselves are refused, saying why",
        arguments: [
            (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, "needs 8 bytes"),
            (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, "begins at byte 4"),
            (
                #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#,
                "begins at byte 0"
            ),
            (#"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#, "no sound shape"),
            (
                #"{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,4]}}"#,
                "no sound shape"
            ),
            (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}"#, "no sound shape"),
            (#"{"a":{"dtype":"F31","shape":[1],"data_offsets":[0,4]}}"#, "a.dtype"),
            (#"{"a":{"dtype":"F32","shape":[1]}}"#, "a"),
            (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}"#, "JSON"),
            (#"[]"#, "does not begin with {"),
            (#"{}"#, "its tensors take 0 bytes of data and the file has 4"),
        ])
    func contradictions(_ header: String, _ reason: String) throws {
        let url = try file(header: header, data: [0, 0, 0, 0])
        do {
            _ = try SafetensorsFile(at: url)
            Issue.record("the file was accepted")
        } catch {
            #expect(error.description.contains(reason), "\(error)")
            #expect(error.description.contains(url.path))
        }
    }

    @Test("a declared header longer than the file is refused before memory is taken for it")
    func hugeHeader() throws {
        let url = folder.file("huge.safetensors")
        try Data(Array(repeating: 0xFF, count: 8) + Array("{}".utf8)).write(to: url)
        #expect(throws: SafetensorsError.self) { _ = try SafetensorsFile(at: url) }
    }

    @Test("a file that is not there, or a folder that cannot be written, is named")
    func unusable() {
        let url = folder.file("nowhere/model.safetensors")
        #expect(throws: SafetensorsError.unusable(file: url, reason: "No such file or directory")) {
            _ = try SafetensorsFile(at: url)
        }
        #expect(throws: SafetensorsError.unusable(file: url, reason: "No such file or directory")) {
            try sample().write(to: url)
        }
    }

    private func file(header: String, data: [UInt8]) throws -> URL {
        let url = folder.file("hand-made.safetensors")
        let length = UInt64(header.utf8.count)
        let prefix = (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
        try Data(prefix + Array(header.utf8) + data).write(to: url)
        return url
    }
}
