package io.fanfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

class SilenceableTest {
    @Test
    void whatIsWrittenAfterwardsIsDropped() throws Exception {
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        Silenceable stream = new Silenceable(target);
        stream.write('a');
        stream.write(new byte[] {'b', 'c'});
        stream.silence();
        stream.write('d');
        stream.write(new byte[] {'e'}, 0, 1);
        stream.flush();
        assertThat(target).hasToString("abc");
    }
}
