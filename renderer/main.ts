import './styles/tokens.css'
import './styles/base.css'
import './styles/parts.css'
import { mount } from 'svelte'
import App from './App.svelte'
import { connect } from './api/connect.ts'
import { setApi } from './api/api.ts'

setApi(connect())
mount(App, { target: document.body })
