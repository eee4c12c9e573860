package io.github.dmsrec.intent.asking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.intent.asking.FakeModel.Answers;
import io.github.dmsrec.intent.inferrer.IntentInferrer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is particular to OpenAI-compatible servers: keys, headers, fields of one vendor, and what stands in between. */
class OpenAiProviderTest extends ProviderContract {

    private static final String HTML =
            "<!DOCTYPE html><html><head><title>Sign in</title></head><body>" + "x".repeat(5000) + "</body></html>";

    private final List<FakeModel> models = new ArrayList<>();

    @AfterEach
    void closeModels() {
        models.forEach(FakeModel::close);
    }

    @Override
    protected IntentInferrer answering(Map<String, String> options) throws IOException {
        return inferrer(
                model((request, number) -> FakeModel.picks(1, 2, 3)), options, Map.of("OPENAI_API_KEY", SECRET));
    }

    @Override
    protected IntentInferrer babbling(Map<String, String> options) throws IOException {
        return inferrer(
                model((request, number) -> FakeModel.says("I like films.")), options, Map.of("OPENAI_API_KEY", SECRET));
    }

    @Override
    protected IntentInferrer missing() throws IOException {
        return inferrer(
                model((request, number) ->
                        FakeModel.error(404, "no model 'fake' for " + SECRET).build()),
                Map.of(),
                Map.of("OPENAI_API_KEY", SECRET));
    }

    @Override
    protected String missed() {
        return "Model 'fake' was asked at http";
    }

    @Test
    void headersAndVendorFieldsAreSentAndTheFieldsBelongToTheQuestion() throws IOException {
        FakeModel model = model((request, number) -> FakeModel.picks(1));
        Map<String, String> options = Map.of(
                "header.X-Team", "search",
                "header.Authorization", "env:TOKEN",
                "vendor.top_k", "20",
                "vendor.chat_template_kwargs", "{\"enable_thinking\": false}");
        try (IntentInferrer inferrer = inferrer(model, options, Map.of("TOKEN", "Basic " + SECRET))) {
            inferrer.infer(SETTING, rows().subList(0, 1), Progress.NONE);
        }
        assertThat(model.request(0).getHeaders().get("X-Team")).isEqualTo("search");
        assertThat(model.request(0).getHeaders().values("Authorization")).containsExactly("Basic " + SECRET);
        assertThat(model.body(0).path("top_k").asInt()).isEqualTo(20);
        assertThat(model.body(0)
                        .path("chat_template_kwargs")
                        .path("enable_thinking")
                        .isBoolean())
                .isTrue();

        try (IntentInferrer inferrer = inferrer(model, Map.of("vendor.top_k", "30"), Map.of())) {
            inferrer.infer(SETTING, rows().subList(0, 1), Progress.NONE);
        }
        assertThat(model.count()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "header.X-Api-Key | sk-secret-0123456789 | looks like a secret",
                "header.Host | elsewhere | cannot be sent as a header",
                "header.X-Unset | env:UNSET_VARIABLE | 'UNSET_VARIABLE'",
                "vendor.top_k | many | is not JSON",
                "vendor.messages | [] | sends itself",
            })
    void refusesHeadersAndFieldsThatCannotBe(String key, String value, String message) throws IOException {
        FakeModel model = model((request, number) -> FakeModel.picks(1));
        assertThatThrownBy(() -> ask(inferrer(model, Map.of(key, value), Map.of())))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining(key.substring(key.indexOf('.') + 1))
                .hasMessageContaining(message)
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void aKeyMayComeFromAFileThatNobodyElseCanRead() throws IOException {
        Path file = folder.resolve("key");
        Files.writeString(file, SECRET + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        FakeModel model = model((request, number) -> FakeModel.picks(1));
        Map<String, String> options = Map.of("api-key-file", file.toString());
        try (IntentInferrer inferrer = inferrer(model, options, Map.of())) {
            inferrer.infer(SETTING, rows().subList(0, 1), Progress.NONE);
        }
        assertThat(model.request(0).getHeaders().get("Authorization")).isEqualTo("Bearer " + SECRET);

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> ask(inferrer(model, options, Map.of())))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("Others may read the file")
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void aRedirectIsRefusedAndNothingGoesElsewhere() throws IOException {
        FakeModel other = model((request, number) -> FakeModel.picks(1));
        FakeModel model = model((request, number) -> FakeModel.error(307, "")
                .addHeader("Location", other.baseUrl() + "/chat/completions")
                .build());
        assertThatThrownBy(() -> ask(model))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("HTTP 307: a redirect to " + other.baseUrl())
                .hasMessageContaining("Redirects are not followed");
        assertThat(other.count()).isZero();
        assertThat(model.count()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"200", "404"})
    void aWebPageIsSaidInOneShortMessage(int status) throws IOException {
        FakeModel model = model((request, number) -> FakeModel.error(status, HTML)
                .addHeader("Content-Type", "text/html")
                .build());
        assertThatThrownBy(() -> ask(model))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("an HTML page titled 'Sign in'")
                .hasMessageContaining("web page")
                .hasMessageNotContaining("xxx");
        assertThat(model.count()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "429, {\"error\":{\"code\":\"insufficient_quota\"}}, no credit or quota left",
        "402, Insufficient Balance, no credit or quota left",
        "401, bad key, Check the API key in",
        "404, no such model, Check the model's name and the base URL",
    })
    void quotaKeyAndModelEndTheRunAtOnce(int status, String body, String message) throws IOException {
        Answers answers = (request, number) -> FakeModel.error(status, body).build();
        FakeModel model = model(answers);
        assertThatThrownBy(() -> ask(model))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining(body)
                .hasMessageContaining(message);
        assertThat(model.count()).isEqualTo(1);
    }

    @Test
    void certificatesAreChecked() throws Exception {
        Path store = folder.resolve("selfsigned.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor()).isZero();
        AtomicInteger requests = new AtomicInteger();
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context(store)));
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.close();
        });
        server.start();
        try {
            String url = "https://localhost:" + server.getAddress().getPort() + "/v1";
            assertThatThrownBy(() -> ask(url))
                    .isInstanceOf(UserMistakeException.class)
                    .hasMessageContaining("SSLHandshakeException")
                    .hasMessageContaining("certificates are always checked");
            assertThat(requests).hasValue(0);
        } finally {
            server.stop(0);
        }
    }

    private static SSLContext context(Path store) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private FakeModel model(Answers answers) throws IOException {
        FakeModel model = new FakeModel(answers);
        models.add(model);
        return model;
    }

    private void ask(FakeModel model) {
        ask(model.baseUrl());
    }

    private void ask(String baseUrl) {
        ask(inferrer(baseUrl, Map.of("concurrency", "1"), Map.of("OPENAI_API_KEY", SECRET)));
    }

    private static void ask(IntentInferrer asking) {
        try (IntentInferrer inferrer = asking) {
            inferrer.infer(SETTING, rows(), Progress.NONE);
        }
    }

    private IntentInferrer inferrer(FakeModel model, Map<String, String> options, Map<String, String> environment) {
        return inferrer(model.baseUrl(), options, environment);
    }

    private IntentInferrer inferrer(String baseUrl, Map<String, String> options, Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(Map.of(
                "base-url", baseUrl,
                "model", "fake",
                "answers", folder.resolve("answers").toString(),
                "answer-format", "json-schema",
                "attempts", "2",
                "example", "none"));
        all.putAll(options);
        return new LanguageModelInferrer(LanguageModelOptions.ofMap(all), environment, NO_WAITING);
    }
}
