// The gateway's main job the way it is usually written in Go, to be measured beside Switchroom in one run: check the
// signature, read the JSON, one Redis script (known message? customer, ticket, history, events), look for keywords, choose
// an agent by turns, produce to Kafka with acks=all, and answer 200 after Kafka's acknowledgement.
package main

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"
)

const (
	bodyBytesMax = 1 << 20
	agents       = 50
	partitions   = 4
)

//go:embed intake.lua
var intakeSource string

//go:embed keywords.txt
var keywordList string

type message struct {
	ID        string `json:"id"`
	From      string `json:"from"`
	Timestamp string `json:"timestamp"`
	Text      struct {
		Body string `json:"body"`
	} `json:"text"`
}

type webhook struct {
	Entry []struct {
		Changes []struct {
			Value struct {
				Messages []message `json:"messages"`
			} `json:"value"`
		} `json:"changes"`
	} `json:"entry"`
}

type assignment struct {
	Ticket   string `json:"ticket"`
	Customer string `json:"customer"`
	Message  string `json:"message"`
	Agent    string `json:"agent"`
	Queue    string `json:"queue"`
	At       int64  `json:"at"`
}

type gateway struct {
	secret   []byte
	redis    *redis.Client
	intake   *redis.Script
	kafka    *kgo.Client
	keywords []string
	turn     atomic.Uint64
}

var errForged = errors.New("the signature does not match")

func (g *gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, bodyBytesMax))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if err := g.verify(body, r.Header.Get("X-Hub-Signature-256")); err != nil {
		http.Error(w, err.Error(), http.StatusUnauthorized)
		return
	}
	messages, err := decode(body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	for _, m := range messages {
		if err := g.take(r.Context(), m); err != nil {
			log.Print(err)
			http.Error(w, "try again", http.StatusServiceUnavailable)
			return
		}
	}
	w.WriteHeader(http.StatusOK)
}

func (g *gateway) verify(body []byte, header string) error {
	claimed, err := hex.DecodeString(strings.TrimPrefix(header, "sha256="))
	if err != nil {
		return errForged
	}
	mac := hmac.New(sha256.New, g.secret)
	mac.Write(body)
	if !hmac.Equal(claimed, mac.Sum(nil)) {
		return errForged
	}
	return nil
}

func decode(body []byte) ([]message, error) {
	var w webhook
	if err := json.Unmarshal(body, &w); err != nil {
		return nil, err
	}
	var messages []message
	for _, entry := range w.Entry {
		for _, change := range entry.Changes {
			messages = append(messages, change.Value.Messages...)
		}
	}
	return messages, nil
}

// take stores a message, assigns its ticket and waits until Kafka has the assignment.
func (g *gateway) take(ctx context.Context, m message) error {
	keys := []string{"message:" + m.ID, "identities", "events"}
	stored, err := g.intake.EvalSha(ctx, g.redis, keys, "whatsapp:"+m.From, m.ID, m.Timestamp, m.Text.Body).StringSlice()
	if err != nil {
		return fmt.Errorf("redis: %w", err)
	}
	ticket, customer := stored[0], stored[1]
	if ticket == "" {
		return nil // known already
	}
	event, err := json.Marshal(assignment{ticket, customer, m.ID, g.nextAgent(), g.queueFor(m.Text.Body), time.Now().UnixMilli()})
	if err != nil {
		return err
	}
	return g.kafka.ProduceSync(ctx, &kgo.Record{Key: []byte(ticket), Value: event}).FirstErr()
}

func (g *gateway) nextAgent() string {
	return fmt.Sprintf("agent-%d", g.turn.Add(1)%agents)
}

func (g *gateway) queueFor(text string) string {
	text = strings.ToLower(text)
	for _, keyword := range g.keywords {
		if strings.Contains(text, keyword) {
			return keyword
		}
	}
	return "general"
}

func main() {
	listen := flag.String("listen", "127.0.0.1:8090", "address to listen on")
	socket := flag.String("redis", "/run/redis/redis.sock", "unix socket of Redis")
	brokers := flag.String("kafka", "127.0.0.1:9092", "Kafka brokers")
	topic := flag.String("topic", "peer.assignments", "topic for assignments")
	secretFile := flag.String("secret-file", "", "file that holds the app secret")
	flag.Parse()

	g, err := newGateway(*socket, *brokers, *topic, *secretFile)
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.ListenAndServe(*listen, g))
}

func newGateway(socket, brokers, topic, secretFile string) (*gateway, error) {
	secret, err := os.ReadFile(secretFile)
	if err != nil {
		return nil, err
	}
	g := &gateway{
		secret:   []byte(strings.TrimRight(string(secret), "\n")),
		redis:    redis.NewClient(&redis.Options{Network: "unix", Addr: socket, PoolSize: 64}),
		intake:   redis.NewScript(intakeSource),
		keywords: strings.Fields(keywordList),
	}
	if err := g.intake.Load(context.Background(), g.redis).Err(); err != nil {
		return nil, fmt.Errorf("redis: %w", err)
	}
	g.kafka, err = kgo.NewClient(
		kgo.SeedBrokers(strings.Split(brokers, ",")...),
		kgo.DefaultProduceTopic(topic),
		kgo.RequiredAcks(kgo.AllISRAcks()), // idempotent by default
		kgo.ProducerLinger(0),
		kgo.ProducerBatchCompression(kgo.NoCompression()),
	)
	if err != nil {
		return nil, err
	}
	return g, makeTopic(g.kafka, topic)
}

func makeTopic(client *kgo.Client, name string) error {
	topic := kmsg.NewCreateTopicsRequestTopic()
	topic.Topic, topic.NumPartitions, topic.ReplicationFactor = name, partitions, 1
	request := kmsg.NewPtrCreateTopicsRequest()
	request.Topics = append(request.Topics, topic)
	answer, err := request.RequestWith(context.Background(), client)
	if err != nil {
		return err
	}
	err = kerr.ErrorForCode(answer.Topics[0].ErrorCode)
	if errors.Is(err, kerr.TopicAlreadyExists) {
		return nil
	}
	return err
}
