package io.fanfare.cli;

import io.fanfare.conformance.JsonReport;
import io.fanfare.conformance.Report;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * The file that a report is written to. It holds the whole report or what it held before.
 *
 * @param path the file
 */
record ReportFile(Path path) {
    /** Returns why the file cannot be written; null if it can. Leaves nothing behind. */
    @Nullable
    String problem() throws IOException {
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            return "the report cannot be written: " + path + " is not a regular file";
        }
        if (!Files.isDirectory(folder())) {
            return "the report cannot be written: there is no folder " + folder();
        }
        try {
            Files.delete(besides());
            return null;
        } catch (AccessDeniedException refused) {
            return "the report cannot be written: no permission to create a file in " + folder();
        } catch (IOException failure) {
            return "the report cannot be written to " + folder() + ": " + failure;
        }
    }

    void write(Report report) throws IOException {
        Path draft = besides();
        try {
            JsonReport.write(report, draft);
            Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private Path besides() throws IOException {
        return Files.createFile(folder().resolve(
                        "." + path.getFileName() + "." + ProcessHandle.current().pid() + ".part"));
    }

    private Path folder() {
        Path parent = path.toAbsolutePath().getParent();
        return parent == null ? path.toAbsolutePath() : parent;
    }
}
