import Foundation
import StenoTestSupport
import Testing

@Suite("scripts/install-dependencies.sh")
struct DependenciesTests {
    /// A machine that has only these programs, besides what the script itself is made of.
    private func run(with programs: [String: String]) throws -> (status: Int32, errors: String) {
        let folder = try TemporaryFolder()
        for (name, body) in programs {
            let file = folder.file(name)
            try Data("#!/bin/bash\n\(body)\n".utf8).write(to: file)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
        }
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("env").path, withDestinationPath: "/usr/bin/env")
        let process = Process()
        process.executableURL = URL(filePath: "/bin/bash")
        process.arguments = [Program.root.appending(path: "scripts/install-dependencies.sh").path]
        process.environment = ["PATH": folder.url.path]
        let errors = Pipe()
        process.standardError = errors
        try process.run()
        let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text)
    }

    private static let nothing = "exit 1"

    @Test("nothing is said or done where nothing is missing")
    func complete() throws {
        let outcome = try run(with: ["pkg-config": "exit 0", "apt-get": "echo apt ran >&2", "id": "echo 0"])
        #expect(outcome.status == 0 && outcome.errors == "")
    }

    @Test("without apt the missing packages are named")
    func noApt() throws {
        let outcome = try run(with: ["pkg-config": #"[ "$2" != soxr ]"#])
        #expect(outcome.status == 1)
        #expect(outcome.errors.hasPrefix("Missing system packages: libsoxr-dev\n"))
        #expect(outcome.errors.contains("no apt-get"))
        let bare = try run(with: [:])
        #expect(bare.errors.contains("Missing system packages: pkg-config libsndfile1-dev "))
    }

    @Test("without rights the missing packages are named and apt is not run")
    func noRights() throws {
        let sudo = ["pkg-config": Self.nothing, "apt-get": "echo apt ran >&2", "id": "echo 1000"]
        for programs in [sudo, sudo.merging(["sudo": Self.nothing]) { $1 }] {
            let outcome = try run(with: programs)
            #expect(outcome.status == 1)
            #expect(outcome.errors.hasPrefix("Missing system packages: libsndfile1-dev "))
            #expect(outcome.errors.contains("not root"))
            #expect(!outcome.errors.contains("apt ran"))
        }
    }

    @Test("where apt fails the missing packages are named again")
    func aptFails() throws {
        let outcome = try run(with: ["pkg-config": Self.nothing, "apt-get": "exit 100", "id": "echo 0"])
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("apt-get could not install them."))
    }
}
