package io.fanfare.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes a {@link Report} as JSON, whose keys are the names of the records' components. */
public final class JsonReport {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private JsonReport() {}

    /** Returns the report as indented JSON. */
    public static String toJson(Report report) {
        return MAPPER.writeValueAsString(report);
    }

    /** Writes the report to a file in UTF-8, in place of what the file held. */
    public static void write(Report report, Path file) throws IOException {
        Files.writeString(file, toJson(report) + System.lineSeparator());
    }
}
