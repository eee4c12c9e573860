package io.github.dmsrec.intent.llama;

import io.github.dmsrec.core.RandomStreams;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Writes a Qwen2 model with random weights as a GGUF file of version 3: 2 layers, 128 wide, 4 heads over 2 keys, biases on
 * query, key and value, a byte-level BPE of about 320 tokens, a chat template. It loads and generates like a real one.
 */
final class TinyQwen {

    private static final int LAYERS = 2;
    private static final int WIDTH = 128;
    private static final int INNER = 256;
    private static final int HEADS = 4;
    private static final int KEY_HEADS = 2;
    private static final int KEY_WIDTH = WIDTH / HEADS * KEY_HEADS;
    private static final int ALIGNMENT = 32;

    private static final int UINT32 = 4;
    private static final int INT32 = 5;
    private static final int FLOAT32 = 6;
    private static final int BOOL = 7;
    private static final int STRING = 8;
    private static final int ARRAY = 9;
    private static final int NORMAL_TOKEN = 1;
    private static final int CONTROL_TOKEN = 3;

    private static final String CHAT_TEMPLATE = "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n'"
            + " + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}{% if add_generation_prompt %}"
            + "{{ '<|im_start|>assistant\n' }}{% endif %}";

    private final Bytes head = new Bytes();
    private int keys;

    /** Little-endian bytes. */
    private static final class Bytes {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        private Bytes raw(byte[] bytes) {
            out.writeBytes(bytes);
            return this;
        }

        private Bytes u32(int value) {
            return raw(ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(value)
                    .array());
        }

        private Bytes u64(long value) {
            return raw(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(value)
                    .array());
        }

        private Bytes text(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return u64(bytes.length).raw(bytes);
        }

        private Bytes align() {
            return raw(new byte[(ALIGNMENT - out.size() % ALIGNMENT) % ALIGNMENT]);
        }
    }

    private TinyQwen() {}

    /** Writes the model; the same seed gives the same bytes. */
    static Path write(Path file, long seed) throws IOException {
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < 256; i++) {
            tokens.add(Character.toString(letterOfByte(i)));
        }
        List<String> merges = new ArrayList<>();
        for (String pair :
                List.of("t h", "th e", "Ġ t", "Ġ a", "i n", "e r", "o n", "r e", "a n", "Ġ c", "l e", "t i")) {
            merges.add(pair);
            tokens.add(pair.replace(" ", ""));
        }
        for (char digit = '0'; digit <= '9'; digit++) {
            for (char next = '0'; next <= '4'; next++) {
                merges.add(digit + " " + next);
                tokens.add("" + digit + next);
            }
        }
        int normal = tokens.size();
        tokens.addAll(List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>"));

        TinyQwen model = new TinyQwen();
        model.describe(tokens, merges, normal);
        Map<String, int[]> shapes = shapes(tokens.size());
        Bytes all = new Bytes()
                .raw("GGUF".getBytes(StandardCharsets.US_ASCII))
                .u32(3)
                .u64(shapes.size())
                .u64(model.keys)
                .raw(model.head.out.toByteArray());
        Bytes data = new Bytes();
        RandomGenerator random = new RandomStreams(seed).stream("tiny model");
        shapes.forEach((name, shape) -> {
            data.align();
            all.text(name).u32(shape.length);
            int count = 1;
            for (int size : shape) {
                all.u64(size);
                count *= size;
            }
            all.u32(0).u64(data.out.size());
            data.raw(values(count, name.endsWith("norm.weight"), random));
        });
        Files.write(file, all.align().raw(data.out.toByteArray()).out.toByteArray());
        return file;
    }

    private static byte[] values(int count, boolean ones, RandomGenerator random) {
        ByteBuffer values = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            values.putFloat(ones ? 1 : (float) (0.05 * random.nextGaussian()));
        }
        return values.array();
    }

    private static Map<String, int[]> shapes(int tokens) {
        Map<String, int[]> shapes = new LinkedHashMap<>();
        shapes.put("token_embd.weight", new int[] {WIDTH, tokens});
        for (int i = 0; i < LAYERS; i++) {
            String layer = "blk." + i + ".";
            shapes.put(layer + "attn_norm.weight", new int[] {WIDTH});
            shapes.put(layer + "attn_q.weight", new int[] {WIDTH, WIDTH});
            shapes.put(layer + "attn_q.bias", new int[] {WIDTH});
            shapes.put(layer + "attn_k.weight", new int[] {WIDTH, KEY_WIDTH});
            shapes.put(layer + "attn_k.bias", new int[] {KEY_WIDTH});
            shapes.put(layer + "attn_v.weight", new int[] {WIDTH, KEY_WIDTH});
            shapes.put(layer + "attn_v.bias", new int[] {KEY_WIDTH});
            shapes.put(layer + "attn_output.weight", new int[] {WIDTH, WIDTH});
            shapes.put(layer + "ffn_norm.weight", new int[] {WIDTH});
            shapes.put(layer + "ffn_gate.weight", new int[] {WIDTH, INNER});
            shapes.put(layer + "ffn_up.weight", new int[] {WIDTH, INNER});
            shapes.put(layer + "ffn_down.weight", new int[] {INNER, WIDTH});
        }
        shapes.put("output_norm.weight", new int[] {WIDTH});
        shapes.put("output.weight", new int[] {WIDTH, tokens});
        return shapes;
    }

    private void describe(List<String> tokens, List<String> merges, int normal) {
        text("general.architecture", "qwen2");
        text("general.name", "tiny random");
        number("qwen2.block_count", LAYERS);
        number("qwen2.context_length", 8192);
        number("qwen2.embedding_length", WIDTH);
        number("qwen2.feed_forward_length", INNER);
        number("qwen2.attention.head_count", HEADS);
        number("qwen2.attention.head_count_kv", KEY_HEADS);
        real("qwen2.attention.layer_norm_rms_epsilon", 1e-6f);
        real("qwen2.rope.freq_base", 1e6f);
        text("tokenizer.ggml.model", "gpt2");
        text("tokenizer.ggml.pre", "qwen2");
        texts("tokenizer.ggml.tokens", tokens);
        key("tokenizer.ggml.token_type", ARRAY).u32(INT32).u64(tokens.size());
        for (int i = 0; i < tokens.size(); i++) {
            head.u32(i < normal ? NORMAL_TOKEN : CONTROL_TOKEN);
        }
        texts("tokenizer.ggml.merges", merges);
        number("tokenizer.ggml.eos_token_id", tokens.size() - 1);
        number("tokenizer.ggml.padding_token_id", normal);
        key("tokenizer.ggml.add_bos_token", BOOL).raw(new byte[] {0});
        text("tokenizer.chat_template", CHAT_TEMPLATE);
    }

    private Bytes key(String name, int type) {
        keys++;
        return head.text(name).u32(type);
    }

    private void text(String name, String value) {
        key(name, STRING).text(value);
    }

    private void number(String name, int value) {
        key(name, UINT32).u32(value);
    }

    private void real(String name, float value) {
        key(name, FLOAT32).u32(Float.floatToIntBits(value));
    }

    private void texts(String name, List<String> values) {
        key(name, ARRAY).u32(STRING).u64(values.size());
        values.forEach(head::text);
    }

    /** Byte-level BPE shows every byte as a printable letter. */
    private static int letterOfByte(int value) {
        int hidden = 0;
        for (int i = 0; i < value; i++) {
            hidden += printable(i) ? 0 : 1;
        }
        return printable(value) ? value : 256 + hidden;
    }

    private static boolean printable(int value) {
        return (value >= '!' && value <= '~') || (value >= 0xA1 && value <= 0xAC) || (value >= 0xAE && value <= 0xFF);
    }
}
