package io.webim.auth;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecord;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.contract.Sha256;
import io.webim.contract.Times;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What browsers are asked for a passkey, and whether their answers are right; webauthn4j decides. Attestation is not asked
 * for: which maker's device somebody uses is nobody's business. The user need not be verified by the device, since a
 * password was; touching it suffices, so that plain security keys work too.
 */
final class WebAuthn {
    private static final List<COSEAlgorithmIdentifier> ALGORITHMS =
            List.of(COSEAlgorithmIdentifier.ES256, COSEAlgorithmIdentifier.EdDSA, COSEAlgorithmIdentifier.RS256);
    private static final List<PublicKeyCredentialParameters> ACCEPTED = ALGORITHMS.stream()
            .map(algorithm -> new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, algorithm))
            .toList();

    private final WebAuthnManager manager;
    private final AttestedCredentialDataConverter credentials;

    WebAuthn() {
        var converter = new ObjectConverter();
        this.manager = WebAuthnManager.createNonStrictWebAuthnManager(converter);
        this.credentials = new AttestedCredentialDataConverter(converter);
    }

    /** {@code PublicKeyCredentialCreationOptionsJSON}. */
    static JsonObject creationOptions(Site site, String challenge, Account account, List<Passkey> present) {
        var parameters = new JsonArray();
        ALGORITHMS.forEach(algorithm ->
                parameters.add(new JsonObject().put("type", "public-key").put("alg", algorithm.getValue())));
        return new JsonObject()
                .put("rp", new JsonObject().put("id", site.rpId()).put("name", "webim"))
                .put(
                        "user",
                        new JsonObject()
                                .put("id", handle(account))
                                .put("name", account.username())
                                .put("displayName", account.displayName()))
                .put("challenge", challenge)
                .put("pubKeyCredParams", parameters)
                .put("timeout", Challenges.LIFETIME.toMillis())
                .put("excludeCredentials", descriptors(site, present))
                .put(
                        "authenticatorSelection",
                        new JsonObject().put("residentKey", "preferred").put("userVerification", "preferred"))
                .put("attestation", "none");
    }

    /** {@code PublicKeyCredentialRequestOptionsJSON}. */
    static JsonObject requestOptions(Site site, String challenge, List<Passkey> present) {
        return new JsonObject()
                .put("rpId", site.rpId())
                .put("challenge", challenge)
                .put("timeout", Challenges.LIFETIME.toMillis())
                .put("allowCredentials", descriptors(site, present))
                .put("userVerification", "preferred");
    }

    /** Empty where the answer is not right. */
    Optional<Passkey> register(Site site, String challenge, String name, JsonObject answer) {
        try {
            var data = manager.verifyRegistrationResponseJSON(
                    answer.encode(), new RegistrationParameters(server(site, challenge), ACCEPTED, false, true));
            var made = Objects.requireNonNull(data.getAttestationObject()).getAuthenticatorData();
            var credential = Objects.requireNonNull(made.getAttestedCredentialData());
            return Optional.of(new Passkey(
                    0,
                    name,
                    site.rpId(),
                    Buffer.buffer(credential.getCredentialId()),
                    Buffer.buffer(credentials.convert(credential)),
                    made.isFlagBE(),
                    made.getSignCount(),
                    Times.now(),
                    Optional.empty()));
        } catch (RuntimeException notRight) { // the library has many ways to say so
            return Optional.empty();
        }
    }

    /** The new count of signatures; empty where the answer is not right. */
    OptionalLong verify(Site site, String challenge, Passkey passkey, JsonObject answer) {
        try {
            var data = manager.verifyAuthenticationResponseJSON(
                    answer.encode(),
                    new AuthenticationParameters(
                            server(site, challenge),
                            record(passkey),
                            List.of(passkey.credentialId().getBytes()),
                            false,
                            true));
            return OptionalLong.of(
                    Objects.requireNonNull(data.getAuthenticatorData()).getSignCount());
        } catch (RuntimeException notRight) { // the library has many ways to say so
            return OptionalLong.empty();
        }
    }

    /** As it stands in the answer's {@code id}. */
    static String id(Passkey passkey) {
        return base64(passkey.credentialId().getBytes());
    }

    @SuppressWarnings("NullAway") // what a passkey need not have
    private CredentialRecord record(Passkey passkey) {
        return new CredentialRecordImpl(
                new NoneAttestationStatement(),
                null,
                passkey.backupEligible(),
                null,
                passkey.signCount(),
                credentials.convert(passkey.credential().getBytes()),
                null,
                null,
                null,
                null);
    }

    private static ServerProperty server(Site site, String challenge) {
        return new ServerProperty(Origin.create(site.origin()), site.rpId(), new DefaultChallenge(challenge));
    }

    /** Tells the accounts of a server apart without telling whose they are. */
    private static String handle(Account account) {
        return base64(Sha256.of(("webim account " + account.id()).getBytes(StandardCharsets.UTF_8)));
    }

    private static JsonArray descriptors(Site site, List<Passkey> passkeys) {
        var descriptors = new JsonArray();
        passkeys.stream()
                .filter(passkey -> passkey.isOf(site))
                .forEach(passkey -> descriptors.add(
                        new JsonObject().put("type", "public-key").put("id", id(passkey))));
        return descriptors;
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
