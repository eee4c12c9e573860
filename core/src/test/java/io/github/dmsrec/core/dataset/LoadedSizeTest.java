package io.github.dmsrec.core.dataset;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dmsrec.core.UserMistakeException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LoadedSizeTest {

    private static final Path SHOP = Path.of("shop");

    @Test
    void aDataSetThatTheHeapCannotHoldIsRefusedWithWhatItNeeds() throws JsonProcessingException {
        LoadedSize size = LoadedSize.of(statistics(1_000_000, 100_000_000));

        assertThatThrownBy(() -> size.requireFits(SHOP, 512L << 20))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining(
                        "Data set 'shop' of 1,000,000 items and 100,200,000 clicks needs about 0.8 GB of heap,"
                                + " but the program has 0.5 GB.")
                .hasMessageContaining("DMSREC_JAVA_OPTS=-Xmx2g");
        assertThatCode(() -> size.requireFits(SHOP, 2L << 30)).doesNotThrowAnyException();
    }

    @Test
    void aSmallOneFitsAnyHeap() throws JsonProcessingException {
        assertThatCode(() -> LoadedSize.of(statistics(3000, 10_000)).requireFits(SHOP, 64L << 20))
                .doesNotThrowAnyException();
    }

    private static JsonNode statistics(int items, int clicks) throws JsonProcessingException {
        return new ObjectMapper()
                .readTree(
                        """
                        {"items": ITEMS, "train": {"clicks": CLICKS}, "validation": {"clicks": 100000}, "test": {"clicks": 100000}}
                        """
                                .replace("ITEMS", String.valueOf(items))
                                .replace("CLICKS", String.valueOf(clicks)));
    }
}
