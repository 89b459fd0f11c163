package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fanfare.spi.Address;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressMapTest {
    @Test
    void leadsToWhereItSaysAndLeavesTheRest() {
        AddressMap map = new AddressMap("10.0.0.1:6379=localhost:17000 , 10.0.0.2:6379 = localhost:17001");
        assertThat(map.apply(new Address("10.0.0.1", 6379))).isEqualTo(new Address("localhost", 17_000));
        assertThat(map.apply(new Address("10.0.0.2", 6379))).isEqualTo(new Address("localhost", 17_001));
        Address another = new Address("10.0.0.1", 6380);
        assertThat(map.apply(another)).isSameAs(another);
        Address target = new Address("localhost", 17_000);
        assertThat(map.apply(target)).as("not twice").isSameAs(target);
    }

    @Test
    void writesAddressesOfIpVersion6InBrackets() {
        AddressMap map = new AddressMap("[fd00::1]:6379=[::1]:7000,h:1=[::1]:7001");
        assertThat(map.apply(new Address("fd00::1", 6379))).isEqualTo(new Address("::1", 7000));
        assertThat(map.apply(new Address("h", 1))).isEqualTo(new Address("::1", 7001));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "h:1",
                "h:1=",
                "=h:1",
                "h:1=i:2,",
                "h:1=i:2=j:3",
                "h:1=i:x",
                "h:1=i:0",
                "h:1=i:65536",
                "h:1=fd00::1:2",
                "h=i:2",
                "h:1=i",
                "h:1=[::1]",
                "user@h:1=i:2",
                "h:1=i:2/0",
                "h:1=i:2,h:1=j:3"
            })
    void refusesWhatItCannotRead(String text) {
        assertThatThrownBy(() -> new AddressMap(text))
                .isInstanceOfSatisfying(
                        PubSubException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID))
                .hasMessageContaining("address-map has '");
    }
}
