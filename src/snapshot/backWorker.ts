import { parentPort, workerData } from 'node:worker_threads'
import { readBack } from './back.ts'

parentPort?.postMessage(readBack(workerData))
